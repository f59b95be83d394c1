/** A number that JavaScript would round stands as this mark and its digits: no text of Terraform's begins with NUL. */
const MARK = '\\u0000';
/** Numbers of up to 15 digits without an exponent are exact: most plans have no others, and are parsed as they are. */
const MAY_ROUND = /[[:,\s]-?(?=[\d.]{16}|[\d.]+[eE])\d/;
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;

/**
 * JSON of Terraform without rounding: it computes with 512 bits, and JavaScript would take 9007199254740993 for
 * 9007199254740992 and 1e400 for 7e500. Such a number becomes a text that begins with NUL.
 * @param read.value what the JSON is parsed
 */
export function withoutRounding({ json, value }: { readonly json: string; readonly value: unknown }): unknown {
  return MAY_ROUND.test(json) ? JSON.parse(json.replace(TEXT_OR_NUMBER, exact)) : value;
}

/** JSON of a value that `withoutRounding` made: its numbers stand in it with the digits that they came with. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0000(-?\d[\d.eE+-]*)"/g, '$1');
}

/** The digits of a number that would be rounded, or the text as it is. */
export function shownNumber(text: string): string {
  return text.startsWith('\0') ? text.slice(1) : text;
}

function exact(token: string): string {
  return token.startsWith('"') || String(Number(token)) === token ? token : `"${MARK}${token}"`;
}
