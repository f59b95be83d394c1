/** `terraform output -json`. */
export type StackOutputs = Readonly<Record<string, { readonly value: unknown; readonly sensitive: boolean }>>;
