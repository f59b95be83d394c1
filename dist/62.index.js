export const id = 62;
export const ids = [62];
export const modules = {

/***/ 8062:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  versionOfCheckout: () => (/* binding */ versionOfCheckout),
  versionOfInput: () => (/* binding */ versionOfInput)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/terraform/version/choose-version.js
var choose_version = __webpack_require__(3220);
// EXTERNAL MODULE: ./lib/src/terraform/version/constraint.js
var version_constraint = __webpack_require__(499);
;// CONCATENATED MODULE: ./lib/src/terraform/version/required-version.js

/**
 * The `required_version` of each `terraform` block of one file. A block that cannot be read says nothing: Terraform
 * itself tells what is wrong with it.
 *
 * @param name decides the language: `.tf` and `.tofu`, or `.tf.json` and `.tofu.json`
 */
function requiredVersions(name, text) {
    return name.endsWith('.json') ? ofJson(text) : ofBlocks(text);
}
function ofJson(text) {
    try {
        const document = JSON.parse(text);
        const settings = [member(document, 'terraform')].flat();
        return settings.map((block) => member(block, 'required_version')).filter((value) => typeof value === 'string');
    }
    catch (thrown) {
        if ((0,errors/* asError */.zR)(thrown).name === 'SyntaxError')
            return [];
        throw thrown;
    }
}
function member(value, name) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        return undefined;
    return Object.getOwnPropertyDescriptor(value, name)?.value;
}
function ofBlocks(text) {
    const found = [];
    let depth = 0;
    let inside = false;
    const last = [];
    for (const token of tokens(text)) {
        if (token === '{') {
            if (depth === 0)
                inside = last.at(-1) === 'terraform' && last.length === 1;
            depth++;
        }
        else if (token === '}') {
            depth = Math.max(0, depth - 1);
            if (depth === 0)
                inside = false;
        }
        else if (inside && depth === 1 && last.at(-1) === '=' && last.at(-2) === 'required_version') {
            const value = /^"([^"\\$%]*)"$/.exec(token)?.[1];
            if (value !== undefined)
                found.push(value);
        }
        if (token === '\n' || token === '{' || token === '}')
            last.length = 0;
        else
            last.push(token);
    }
    return found;
}
/** Words, texts with their quotes, single characters and line ends; no comments, no heredocs. */
function* tokens(text) {
    const next = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<<-?([\w-]+)[^\n]*\n|[\w-]+|[^\S\n]+|[\s\S]/gy;
    for (let match = next.exec(text); match !== null; match = next.exec(text)) {
        const [token, marker] = match;
        if (marker !== undefined)
            next.lastIndex = afterHeredoc(text, next.lastIndex, marker);
        else if (token === '"') {
            const end = afterString(text, next.lastIndex);
            yield text.slice(next.lastIndex - 1, end);
            next.lastIndex = end;
        }
        else if (!/^(#|\/\/|\/\*|[^\S\n]+$)/.test(token))
            yield token;
    }
}
/** The index after the line that is the marker. */
function afterHeredoc(text, from, marker) {
    const end = new RegExp(`^[^\\S\\n]*${marker}[^\\S\\n]*\\r?$`, 'gm');
    end.lastIndex = from;
    return end.exec(text) === null ? text.length : end.lastIndex;
}
/** The index after the closing quote. An interpolation may hold texts of its own. */
function afterString(text, from) {
    for (let at = from; at < text.length; at++) {
        const rest = text.slice(at, at + 2);
        if (text[at] === '\\')
            at++;
        else if (text[at] === '"')
            return at + 1;
        else if ((rest === '${' || rest === '%{') && text[at - 1] !== text[at])
            at = afterInterpolation(text, at + 2) - 1;
    }
    return text.length;
}
function afterInterpolation(text, from) {
    let depth = 1;
    for (let at = from; at < text.length; at++) {
        if (text[at] === '"')
            at = afterString(text, at + 1) - 1;
        else if (text[at] === '{')
            depth++;
        else if (text[at] === '}' && --depth === 0)
            return at + 1;
    }
    return text.length;
}

;// CONCATENATED MODULE: ./lib/src/terraform/version/version-files.js
/** The version files of a folder, in the order in which they count. */
const VERSION_FILES = {
    terraform: ['.terraform-version', '.tool-versions'],
    tofu: ['.opentofu-version', '.tool-versions'],
};
/** The names of asdf's and mise's plugins. */
const TOOLS = {
    terraform: ['terraform'],
    tofu: ['opentofu', 'tofu'],
};
/** What a version file says. `undefined`: nothing of this program, or that the system's own is meant. */
function versionIn(file, text, program) {
    const lines = text
        .split(/\r?\n/)
        .map((line) => line.replace(/#.*$/, '').trim())
        .filter((line) => line !== '');
    // In `.tool-versions` more versions of a line are for where the first is not to be had.
    const found = file === '.tool-versions'
        ? lines.map((line) => line.split(/\s+/)).find(([tool = '']) => TOOLS[program].includes(tool))?.[1]
        : lines[0];
    return found === undefined || found === 'system' || found === 'latest-allowed' ? undefined : found;
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/wanted-version.js







/** Bytes; a version file has ten. */
const MOST = 4096;
/** The version that the input names. */
function versionOfInput(text) {
    return readable(text, 'the input "terraform-version"');
}
/**
 * The version that the checkout names: the nearest version file from the root module up to the repository, then
 * `required_version` of the root module, then the newest that was tested.
 *
 * @param directory absolute path of the root module
 * @param repository absolute path of the checkout; nothing above it is read
 */
async function versionOfCheckout(program, directory, repository) {
    for (const folder of foldersUpTo(directory, repository)) {
        for (const file of VERSION_FILES[program]) {
            const path = (0,external_node_path_.join)(folder, file);
            const text = await readSmall(path, repository);
            const version = text === undefined ? undefined : versionIn(file, text, program);
            if (version !== undefined)
                return readable(version, (0,external_node_path_.relative)(repository, path));
        }
    }
    const required = (await Promise.all((await configurationFiles(program, directory)).map(readRequired))).flat();
    const text = required.join(', ');
    const constraint = required.length === 0 ? undefined : (0,version_constraint/* parseConstraint */.FJ)(text);
    if (constraint !== undefined) {
        return { constraint, text, namedBy: `required_version in ${(0,external_node_path_.relative)(repository, directory) || '.'}` };
    }
    const tested = choose_version/* TESTED_VERSIONS */.wx[program];
    return {
        constraint: (0,version_constraint/* parseConstraint */.FJ)(tested) ?? [],
        text: tested,
        namedBy: '"terraform-version"',
        because: 'nothing names a version, and this is the newest that was tested',
    };
}
function readable(text, namedBy) {
    const constraint = (0,version_constraint/* parseWanted */.VB)(text);
    if (constraint !== undefined)
        return { constraint, text, namedBy };
    throw new errors/* ActionError */.lZ({
        what: `A version that cannot be read is named by ${namedBy}`,
        found: `"${text.slice(0, 40)}"`,
        expected: 'a version such as 1.11.4, a line such as 1.11, or a constraint such as ~> 1.11.0',
        wayOut: `Change ${namedBy}`,
    });
}
function foldersUpTo(directory, repository) {
    const folders = [];
    for (let folder = (0,external_node_path_.resolve)(directory);; folder = (0,external_node_path_.dirname)(folder)) {
        folders.push(folder);
        if (folder === (0,external_node_path_.resolve)(repository) || folder === (0,external_node_path_.dirname)(folder))
            return folders;
    }
}
/** A link is not followed: on a pull request it could name any file of the runner, and an error quotes what it reads. */
async function readSmall(path, repository) {
    const found = await (0,promises_.lstat)(path).catch(() => undefined);
    if (found === undefined)
        return undefined;
    if (found.isFile() && found.size <= MOST)
        return await (0,promises_.readFile)(path, 'utf8');
    throw new errors/* ActionError */.lZ({
        what: `${(0,external_node_path_.relative)(repository, path)} is not a version file`,
        found: found.isFile() ? `${found.size} bytes` : 'a link or a folder',
        expected: `a regular file of at most ${MOST} bytes`,
        wayOut: 'Replace it by a file with the version',
    });
}
/** OpenTofu reads `x.tofu` in place of `x.tf`. */
async function configurationFiles(program, directory) {
    const names = await (0,promises_.readdir)(directory).catch(() => []);
    const ending = program === 'tofu' ? /\.(tf|tofu)(\.json)?$/ : /\.tf(\.json)?$/;
    const hidden = new Set(program === 'tofu'
        ? names.filter((name) => /\.tofu(\.json)?$/.test(name)).map((name) => name.replace('.tofu', '.tf'))
        : []);
    return names.filter((name) => ending.test(name) && !hidden.has(name)).map((name) => (0,external_node_path_.join)(directory, name));
}
async function readRequired(path) {
    return requiredVersions((0,external_node_path_.basename)(path), await (0,promises_.readFile)(path, 'utf8').catch(() => ''));
}


/***/ }),

/***/ 3220:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VC: () => (/* binding */ versionWithoutList),
/* harmony export */   eU: () => (/* binding */ requireVersion),
/* harmony export */   kV: () => (/* binding */ PROGRAM_NAMES),
/* harmony export */   nY: () => (/* binding */ versionFromList),
/* harmony export */   wx: () => (/* binding */ TESTED_VERSIONS)
/* harmony export */ });
/* harmony import */ var semver__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2088);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5071);
/* harmony import */ var _command_versions_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6446);
/* harmony import */ var _constraint_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(499);




const PROGRAM_NAMES = { terraform: 'Terraform', tofu: 'OpenTofu' };
/**
 * The newest version whose plans this action is known to read. Of Terraform it is the one that all tests run. No test
 * runs an OpenTofu: of it, this is the last line whose plan format is Terraform 1.11's or older.
 */
const TESTED_VERSIONS = { terraform: '1.11.4', tofu: '1.10.6' };
/** Without a list: the version that is named, or the tested one where it will do. `undefined`: a list is needed. */
function versionWithoutList(program, { constraint }) {
    const exact = (0,_constraint_js__WEBPACK_IMPORTED_MODULE_3__/* .exactVersion */ .y)(constraint);
    if (exact !== undefined)
        return exact;
    const tested = TESTED_VERSIONS[program];
    return (0,_constraint_js__WEBPACK_IMPORTED_MODULE_3__/* .meets */ .D)(tested, constraint) ? tested : undefined;
}
/**
 * The newest release that meets the constraint and is not newer than the tested one: a release of tomorrow morning does
 * not change what the merge of this afternoon does. Only where there is none, the newest that meets it.
 */
function versionFromList(program, wanted, released) {
    const stable = released.filter((version) => semver__WEBPACK_IMPORTED_MODULE_0__.valid(version) !== null && semver__WEBPACK_IMPORTED_MODULE_0__.prerelease(version) === null);
    const newestFirst = stable
        .filter((version) => !isTooOld(version) && (0,_constraint_js__WEBPACK_IMPORTED_MODULE_3__/* .meets */ .D)(version, wanted.constraint))
        .sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare);
    const tested = TESTED_VERSIONS[program];
    const chosen = newestFirst.find((version) => semver__WEBPACK_IMPORTED_MODULE_0__.lte(version, tested)) ?? newestFirst[0];
    if (chosen !== undefined)
        return chosen;
    const [newest] = [...stable].sort(semver__WEBPACK_IMPORTED_MODULE_0__.rcompare);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ({
        what: `No release of ${PROGRAM_NAMES[program]} from ${_command_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .OLDEST_VERSION */ .p8} on meets "${wanted.text}"`,
        found: `${released.length} releases, the newest of which is ${newest ?? 'none'}`,
        wayOut: `Change ${wanted.namedBy}. In YAML a version needs quotes: 1.10 is the number 1.1`,
    });
}
/** Throws for a version that this action cannot work with, before it is downloaded. */
function requireVersion(program, version, { namedBy }) {
    if (!isTooOld(version))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ({
        what: `${PROGRAM_NAMES[program]} ${version} is too old for this action`,
        found: `${version}, named by ${namedBy}`,
        expected: `${_command_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .OLDEST_VERSION */ .p8} or newer`,
        wayOut: `Change ${namedBy}. In YAML a version needs quotes: 1.10 is the number 1.1`,
    });
}
function isTooOld(version) {
    // A pre-release of a newer version counts as that version.
    return semver__WEBPACK_IMPORTED_MODULE_0__.lt(semver__WEBPACK_IMPORTED_MODULE_0__.coerce(version) ?? version, _command_versions_js__WEBPACK_IMPORTED_MODULE_2__/* .OLDEST_VERSION */ .p8);
}


/***/ })

};
