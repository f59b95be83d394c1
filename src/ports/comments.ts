export interface Comments {
  /**
   * Updates the comment whose first line is `marker` and whose author is this token's identity, or creates one
   * (unless `create` is false: then nothing is posted and `undefined` returned). Every page is searched.
   */
  upsert(
    issue: number,
    marker: string,
    body: string,
    options: { readonly create: boolean },
  ): Promise<{ readonly url: string; readonly created: boolean } | undefined>;
}
