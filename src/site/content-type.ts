import { basename, extname } from 'node:path/posix';
import { lookup } from 'mrmime';

export const UNKNOWN_TYPE = 'application/octet-stream';

const OFFICE = 'application/vnd.openxmlformats-officedocument';
/** What sites serve and the table of the library lacks or calls otherwise (IANA's registry; for scripts, RFC 9239). */
const MORE = new Map(
  Object.entries({
    '3mf': 'model/3mf',
    aac: 'audio/aac',
    apk: 'application/vnd.android.package-archive',
    avif: 'image/avif',
    bmp: 'image/bmp',
    br: UNKNOWN_TYPE,
    cjs: 'text/javascript',
    docx: `${OFFICE}.wordprocessingml.document`,
    dotx: `${OFFICE}.wordprocessingml.template`,
    eot: 'application/vnd.ms-fontobject',
    epub: 'application/epub+zip',
    flac: 'audio/flac',
    glb: 'model/gltf-binary',
    gltf: 'model/gltf+json',
    gpx: 'application/gpx+xml',
    heic: 'image/heic',
    ico: 'image/x-icon',
    ics: 'text/calendar',
    jxl: 'image/jxl',
    kml: 'application/vnd.google-earth.kml+xml',
    kmz: 'application/vnd.google-earth.kmz',
    m3u8: 'application/vnd.apple.mpegurl',
    m4a: 'audio/mp4',
    m4v: 'video/x-m4v',
    markdown: 'text/markdown',
    md: 'text/markdown',
    mjs: 'text/javascript',
    mkv: 'video/x-matroska',
    mobileconfig: 'application/x-apple-aspen-config',
    mpd: 'application/dash+xml',
    odp: 'application/vnd.oasis.opendocument.presentation',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odt: 'application/vnd.oasis.opendocument.text',
    opus: 'audio/ogg',
    pkpass: 'application/vnd.apple.pkpass',
    ppt: 'application/vnd.ms-powerpoint',
    pptx: `${OFFICE}.presentationml.presentation`,
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    stl: 'model/stl',
    tif: 'image/tiff',
    tiff: 'image/tiff',
    toml: 'application/toml',
    ts: 'video/mp2t',
    usdz: 'model/vnd.usdz+zip',
    vcf: 'text/vcard',
    vtt: 'text/vtt',
    wasm: 'application/wasm',
    webmanifest: 'application/manifest+json',
    xlsx: `${OFFICE}.spreadsheetml.sheet`,
  }),
);

/** Names below `.well-known/` that have no extension to go by (IANA's registry of well-known addresses). */
const WELL_KNOWN = new Map(
  Object.entries({
    'apple-app-site-association': 'application/json',
    'apple-developer-merchantid-domain-association': 'text/plain',
    'atproto-did': 'text/plain',
    discord: 'text/plain',
    'host-meta': 'application/xrd+xml',
    jwks: 'application/json',
    nodeinfo: 'application/json',
    'oauth-authorization-server': 'application/json',
    'oauth-protected-resource': 'application/json',
    'openid-configuration': 'application/json',
    webfinger: 'application/jrd+json',
    'matrix/client': 'application/json',
    'matrix/server': 'application/json',
  }),
);

/**
 * The media type of a file by its name, from a table in the bundle: the operating system's own table differs from
 * runner to runner. Text says its charset, since browsers otherwise guess; JSON and XML carry theirs.
 */
export function contentTypeOf(path: string): string {
  const type = wellKnown(path) ?? byExtension(path) ?? UNKNOWN_TYPE;
  return type.startsWith('text/') && type !== 'text/xml' ? `${type}; charset=utf-8` : type;
}

/** Whether its name says what it is, plain bytes included. */
export function hasKnownType(path: string): boolean {
  return (wellKnown(path) ?? byExtension(path)) !== undefined;
}

function wellKnown(path: string): string | undefined {
  const [, inside] = /(?:^|\/)\.well-known\/(.+)$/.exec(path) ?? [];
  if (inside === undefined) return basename(path) === 'apple-app-site-association' ? 'application/json' : undefined;
  if (inside.startsWith('acme-challenge/')) return 'text/plain';
  return WELL_KNOWN.get(inside);
}

function byExtension(path: string): string | undefined {
  const extension = extname(path.startsWith('.') && !path.includes('/') ? `x${path}` : path)
    .slice(1)
    .toLowerCase();
  if (extension === '') return undefined;
  const known = MORE.get(extension);
  // The library looks into an object, which has `constructor` and `toString` too.
  const found: unknown = known ?? lookup(extension);
  return typeof found === 'string' ? found : undefined;
}

/** Whether browsers show it as a page. */
export function isPage(contentType: string): boolean {
  return /^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType);
}

const META = /<meta\s[^>]*charset\s*=\s*["']?\s*([\w-]+)/i;
const STYLE = /^@charset "([\w-]+)";/;

/** A page's or a style's own charset is not contradicted. @param head its first 1,024 bytes, where HTML looks for it */
export function withOwnCharset(contentType: string, head: string): string {
  const own = (contentType.startsWith('text/css') ? STYLE : META).exec(head)?.[1];
  return own === undefined ? contentType : contentType.replace(/; charset=utf-8$/, `; charset=${own.toLowerCase()}`);
}
