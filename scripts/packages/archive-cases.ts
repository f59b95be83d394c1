import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { archive, folder, JAR, JAVA, jar, type LaneCase, MODULE, NODE } from './lane-case.js';
import { run } from './started.js';

/** Folders, zips and jars as builds and people leave them, and each advice that a refusal gives. */
export const ARCHIVE_CASES: readonly LaneCase[] = [
  {
    name: 'folders and files of mode 0700',
    make: folder(
      {
        'lib/hi.mjs': ['export const hi = "hi";', 0o600],
        'index.mjs': ['import { hi } from "./lib/hi.mjs"; export const handler = async () => hi;', 0o600],
      },
      (at) => chmodSync(join(at, 'lib'), 0o700),
    ),
    start: NODE,
  },
  {
    name: 'the same in a zip',
    make: archive(`put('lib/', '', 0o40700)\nput('index.mjs', '${MODULE}')`),
    refused: 'it runs as another user',
  },
  {
    name: 'an empty folder beside the code',
    make: folder({ 'index.mjs': MODULE }, (at) => mkdirSync(join(at, 'empty'))),
    start: NODE,
  },
  {
    name: 'a zip whose names begin with ./',
    make: archive(`put('./', '', 0o40755)\nput('./index.mjs', '${MODULE}')`),
    start: NODE,
  },
  {
    name: 'a folder twice in a jar',
    ...JAVA,
    make: jar('app.jar', (at) =>
      run(
        'python3',
        [
          '-W',
          'ignore',
          '-c',
          `import zipfile\nwith zipfile.ZipFile('app.jar','a') as z:\n  z.writestr('META-INF/',''); z.writestr('META-INF/','')`,
        ],
        at,
      ),
    ),
    start: JAR,
  },
  {
    name: 'two different files of one name',
    make: archive(`put('index.mjs', '${MODULE}')\nput('index.mjs', 'export const other = 1;')`),
    refused: 'two different files of one name',
  },
  {
    name: 'a jar of 65,541 entries',
    ...JAVA,
    make: (at) => {
      jar('app.jar')(at);
      run(
        'python3',
        [
          '-c',
          `import zipfile\nwith zipfile.ZipFile('app.jar','a') as z:\n  for i in range(65539): z.writestr('c/%d' % i, '')`,
        ],
        at,
      );
      return 'app.jar';
    },
    refused: 'jars in lib/',
  },
  {
    name: 'the advice for it: classes, and jars in lib/',
    ...JAVA,
    make: (at) => {
      jar('big.jar', (one) =>
        run(
          'python3',
          [
            '-c',
            `import zipfile\nwith zipfile.ZipFile('big.jar','a') as z:\n  for i in range(65539): z.writestr('c/%d' % i, '')`,
          ],
          one,
        ),
      )(at);
      run('sh', ['-c', 'mkdir -p out/lib && mv big.jar out/lib/ && cp -r classes/. out/'], at);
      return 'out';
    },
    start: JAR,
  },
  {
    name: 'zip64 that is not needed',
    make: archive(
      `info = zipfile.ZipInfo('index.mjs'); info.create_system = 3; info.external_attr = 0o100644 << 16\nwith z.open(info, 'w', force_zip64=True) as f: f.write(b'${MODULE}')`,
    ),
    start: NODE,
  },
  {
    name: 'a jar with a launcher before it',
    ...JAVA,
    make: jar('app.jar', (at) =>
      run('sh', ['-c', 'printf "#!/bin/sh\\nexec java -jar\\n" | cat - app.jar > run.jar && mv run.jar app.jar'], at),
    ),
    refused: 'zip -A',
  },
  {
    name: 'the advice for it: zip -A',
    ...JAVA,
    make: jar('app.jar', (at) =>
      run(
        'sh',
        [
          '-c',
          'printf "#!/bin/sh\\nexec java -jar\\n" | cat - app.jar > run.jar && mv run.jar app.jar && zip -q -A app.jar',
        ],
        at,
      ),
    ),
    start: JAR,
  },
  {
    name: 'a link that leaves the package',
    make: folder({ 'index.mjs': MODULE }, (at) => symlinkSync('/etc/hostname', join(at, 'leak'))),
    refused: 'has a symlink that leaves it',
  },
  {
    name: 'the repository with its .git and .DS_Store',
    make: folder({
      'index.mjs': MODULE,
      '.git/config': 'extraheader = AUTHORIZATION: secret',
      'a/.DS_Store': 'x',
      'README.md': 'x',
    }),
    start: NODE,
  },
  {
    name: 'a zip that holds .git',
    make: archive(`put('index.mjs', '${MODULE}')\nput('.git/config', 'x')`),
    refused: 'holds a repository',
  },
  {
    name: 'a password on a zip',
    make: (at) => {
      folder({ 'index.mjs': MODULE })(at);
      run('zip', ['-q', '-P', 'x', 'api.zip', 'index.mjs'], at);
      return 'api.zip';
    },
    refused: 'it is encrypted',
  },
  {
    name: 'a zip of another method',
    make: archive(`i = zipfile.ZipInfo('index.mjs'); i.compress_type = zipfile.ZIP_LZMA; z.writestr(i, 'x')`),
    refused: 'it is packed by method 14',
  },
];
