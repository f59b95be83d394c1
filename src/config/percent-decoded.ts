/** What a percent-encoded text stands for; a text that is not well encoded stands for itself. */
export function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
