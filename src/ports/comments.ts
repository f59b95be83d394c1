export interface Comments {
  /**
   * Updates the comment whose first line is `marker` and whose author is this token's identity, or creates one
   * (unless `create` is false: then nothing is posted and `undefined` returned). Every page is searched.
   */
  upsert(
    issue: number,
    marker: string,
    body: string,
    options: {
      readonly create: boolean;
      /** What the first line was before; a comment that begins so is taken over where there is none of `marker`. */
      readonly former?: string;
    },
  ): Promise<{ readonly url: string; readonly created: boolean } | undefined>;
}
