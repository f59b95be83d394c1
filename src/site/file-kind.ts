import { extname } from 'node:path/posix';

/** What a browser does with a file whose name a bundler may have made from its content. */
export type FileKind = 'code' | 'resource';

const CODE = new Set(['.js', '.mjs', '.cjs', '.css']);
const RESOURCE = new Set(
  (
    '.woff2 .woff .ttf .otf .eot .png .jpg .jpeg .gif .webp .avif .jxl .svg .ico .bmp .mp4 .m4v .webm .mov .mp3 .m4a ' +
    '.ogg .oga .ogv .opus .wav .flac .aac .wasm'
  ).split(' '),
);

/** Scripts and styles are code; fonts, pictures, media and wasm are resources. Everything else may change in place. */
export function fileKind(path: string): FileKind | undefined {
  const extension = extname(path).toLowerCase();
  if (CODE.has(extension)) return 'code';
  return RESOURCE.has(extension) ? 'resource' : undefined;
}
