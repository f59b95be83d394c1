export const id = 139;
export const ids = [139];
export const modules = {

/***/ 6139:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  install: () => (/* binding */ install)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/fflate/esm/index.mjs
var esm = __webpack_require__(1306);
// EXTERNAL MODULE: ./lib/src/errors.js
var errors = __webpack_require__(5071);
// EXTERNAL MODULE: ./lib/src/terraform/version/choose-version.js
var choose_version = __webpack_require__(3220);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(4942);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/download.js






/** Milliseconds between two attempts. */
const PAUSES = [1000, 3000];
/** Milliseconds without a byte. */
const SILENCE_MS = 30_000;
/** A server that does not have what was asked for. */
class NotReleased extends errors/* ActionError */.lZ {
}
/**
 * Fetches one file, through the proxy that the environment names. What may pass is tried three times.
 *
 * @throws NotReleased for 404, and for 403, which a bucket answers for what it does not have
 */
async function download(request) {
    for (let attempt = 0;; attempt++) {
        try {
            return await attemptOf(request);
        }
        catch (thrown) {
            const pause = PAUSES[attempt];
            if (thrown instanceof errors/* ActionError */.lZ || request.signal.aborted)
                throw thrown;
            if (pause === undefined)
                throw failed(request, thrown);
            await (0,external_node_timers_promises_.setTimeout)(pause, undefined, { signal: request.signal });
        }
    }
}
async function attemptOf({ url, file, most, signal }) {
    signal.throwIfAborted();
    // The proxies' variables are read anew for each client.
    const client = new lib/* HttpClient */.Qq('well-managed-deployments', [], { socketTimeout: SILENCE_MS, keepAlive: false });
    try {
        const { message } = await client.get(url);
        const { statusCode = 0, headers } = message;
        if (statusCode === 404 || statusCode === 403) {
            message.destroy();
            throw new NotReleased({ what: `${url} does not exist`, found: `HTTP ${statusCode}` });
        }
        if (statusCode !== 200) {
            message.destroy();
            throw new Error(`HTTP ${statusCode}`);
        }
        const size = Number(headers['content-length'] ?? Number.NaN);
        let bytes = 0;
        const counter = new external_node_stream_.Transform({
            transform(chunk, _encoding, done) {
                bytes += chunk.length;
                done(bytes > most ? tooLarge(url, most) : null, chunk);
            },
        });
        try {
            await (0,external_node_stream_promises_.pipeline)(message, counter, (0,external_node_fs_.createWriteStream)(file, { mode: 0o600 }), { signal });
        }
        catch (thrown) {
            if (thrown instanceof errors/* ActionError */.lZ)
                throw thrown;
            throw new Error(`the connection broke after ${bytes} of ${Number.isNaN(size) ? 'unknown' : size} bytes`);
        }
        if (!Number.isNaN(size) && bytes !== size)
            throw new Error(`${bytes} of ${size} bytes arrived`);
    }
    finally {
        client.dispose();
    }
}
function tooLarge(url, most) {
    return new errors/* ActionError */.lZ({ what: `${url} has more than ${most} bytes, which no release has` });
}
function failed({ url, wayOut }, thrown) {
    const { message, code } = (0,errors/* asError */.zR)(thrown);
    return new errors/* ActionError */.lZ({
        what: `Downloading ${url} failed, three times`,
        found: message === '' ? (code ?? 'no answer') : message,
        wayOut,
        cause: thrown,
    });
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/kept-release.js

/** Not the programs' own names: what is kept are the signed files, and other actions keep the bare program. */
const TOOL = { terraform: 'terraform-release', tofu: 'opentofu-release' };
function keptReleases(program, environment, log) {
    const none = { find: async () => undefined, keep: async () => undefined };
    // Outside a runner there is no such place, and the library throws without it.
    if (!environment.RUNNER_TOOL_CACHE || !environment.RUNNER_TEMP)
        return none;
    return {
        async find(version) {
            const { find } = await __webpack_require__.e(/* import() */ 805).then(__webpack_require__.bind(__webpack_require__, 9805));
            return find(TOOL[program], version) || undefined;
        },
        async keep(folder, version) {
            try {
                const { cacheDir } = await __webpack_require__.e(/* import() */ 805).then(__webpack_require__.bind(__webpack_require__, 9805));
                return await cacheDir(folder, TOOL[program], version);
            }
            catch (thrown) {
                log.info(`Not kept for later jobs: ${(0,errors/* asError */.zR)(thrown).message}`);
                return undefined;
            }
        },
    };
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/hashicorp-key.js
/**
 * HashiCorp's public key C874011F0AB405110D02105534365D9472D7468F, as renewed in February 2026: valid until 2030-03-01.
 * Origin: `internal/pubkey/pubkey.go` of github.com/hashicorp/hc-install at e1c44a506777b7bc9b11a15ec82f06f1964e9be5, the
 * copy of https://www.hashicorp.com/.well-known/pgp-key.txt that HashiCorp's own installer has.
 */
const HASHICORP_KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBGB9+xkBEACabYZOWKmgZsHTdRDiyPJxhbuUiKX65GUWkyRMJKi/1dviVxOX
PG6hBPtF48IFnVgxKpIb7G6NjBousAV+CuLlv5yqFKpOZEGC6sBV+Gx8Vu1CICpl
Zm+HpQPcIzwBpN+Ar4l/exCG/f/MZq/oxGgH+TyRF3XcYDjG8dbJCpHO5nQ5Cy9h
QIp3/Bh09kET6lk+4QlofNgHKVT2epV8iK1cXlbQe2tZtfCUtxk+pxvU0UHXp+AB
0xc3/gIhjZp/dePmCOyQyGPJbp5bpO4UeAJ6frqhexmNlaw9Z897ltZmRLGq1p4a
RnWL8FPkBz9SCSKXS8uNyV5oMNVn4G1obCkc106iWuKBTibffYQzq5TG8FYVJKrh
RwWB6piacEB8hl20IIWSxIM3J9tT7CPSnk5RYYCTRHgA5OOrqZhC7JefudrP8n+M
pxkDgNORDu7GCfAuisrf7dXYjLsxG4tu22DBJJC0c/IpRpXDnOuJN1Q5e/3VUKKW
mypNumuQpP5lc1ZFG64TRzb1HR6oIdHfbrVQfdiQXpvdcFx+Fl57WuUraXRV6qfb
4ZmKHX1JEwM/7tu21QE4F1dz0jroLSricZxfaCTHHWNfvGJoZ30/MZUrpSC0IfB3
iQutxbZrwIlTBt+fGLtm3vDtwMFNWM+Rb1lrOxEQd2eijdxhvBOHtlIcswARAQAB
tERIYXNoaUNvcnAgU2VjdXJpdHkgKGhhc2hpY29ycC5jb20vc2VjdXJpdHkpIDxz
ZWN1cml0eUBoYXNoaWNvcnAuY29tPokCVAQTAQoAPgIbAwULCQgHAgYVCgkICwIE
FgIDAQIeAQIXgBYhBMh0AR8KtAURDQIQVTQ2XZRy10aPBQJplkfQBQkQrOy3AAoJ
EDQ2XZRy10aPw6gP/3GUEMUa6mCRuuSOT9UnziPIvXYd63mcN6A6Jwmwj8JaB2qu
OCijvJkw56UbZK3x1FZIbe0hA6VUAwNSNmSIxVJkilgwIYYFO0tnL79XhIeP7jYF
ydXLZ4rTi1FDl8lltAujTNARdY8UGg4hGlcM9OrEeXEFLWugJNiChL15FVoxZqIS
jeduaEqyxGfJnyVwy8z3pZfgODeFr7xs2NkUIMSfuRg24VcL4aW8Frt3jW8P45y3
o/5fsi6Aw2tZ0wD9NSgkVc8VD1NRV9eSZ95Bv+Awf9IXa+Cn5OCjc8Jc+XF+nLfB
oPswOO7E8dLiuBUw6/GzSLMbVs8qf8BNXB92dOe1VccVTqjCxK2sEpVaHh7e+co8
d8lDGBIWMGh7NS6XlGORpFb/T6gxjjOYUV3SKd4QDebUUG8kMkb5juLljOoq+YOP
vgNLDZLZteFpmH+zB9DpOY1YtHZB/OD+DtzLMaSl6VPF2Ln0j5aQGwNDt7sheyAe
sXbu0qn2H5FxojSfvhT0kUDKZ0mgg5y3Oflg49MiAOhjLGY0JocFpBeMILw27fbw
fpIBP7siQWFTFJ1O+l2NQiWAwC2x5fX2EakyCBJmrkPV2hr4nEogNqg9/RDskIUq
cpcOOd/0BntiXMyUCCH2AoCt5acaTQ0WU6CAosZPojOYhtGGgOgeQSdflpMSuQIN
BGB9+xkBEACoklYsfvWRCjOwS8TOKBTfl8myuP9V9uBNbyHufzNETbhYeT33Cj0M
GCNd9GdoaknzBQLbQVSQogA+spqVvQPz1MND18GIdtmr0BXENiZE7SRvu76jNqLp
KxYALoK2Pc3yK0JGD30HcIIgx+lOofrVPA2dfVPTj1wXvm0rbSGA4Wd4Ng3d2AoR
G/wZDAQ7sdZi1A9hhfugTFZwfqR3XAYCk+PUeoFrkJ0O7wngaon+6x2GJVedVPOs
2x/XOR4l9ytFP3o+5ILhVnsK+ESVD9AQz2fhDEU6RhvzaqtHe+sQccR3oVLoGcat
ma5rbfzH0Fhj0JtkbP7WreQf9udYgXxVJKXLQFQgel34egEGG+NlbGSPG+qHOZtY
4uWdlDSvmo+1P95P4VG/EBteqyBbDDGDGiMs6lAMg2cULrwOsbxWjsWka8y2IN3z
1stlIJFvW2kggU+bKnQ+sNQnclq3wzCJjeDBfucR3a5WRojDtGoJP6Fc3luUtS7V
5TAdOx4dhaMFU9+01OoH8ZdTRiHZ1K7RFeAIslSyd4iA/xkhOhHq89F4ECQf3Bt4
ZhGsXDTaA/VgHmf3AULbrC94O7HNqOvTWzwGiWHLfcxXQsr+ijIEQvh6rHKmJK8R
9NMHqc3L18eMO6bqrzEHW0Xoiu9W8Yj+WuB3IKdhclT3w0pO4Pj8gQARAQABiQI8
BBgBCgAmAhsMFiEEyHQBHwq0BRENAhBVNDZdlHLXRo8FAmmWR+0FCRCs7NQACgkQ
NDZdlHLXRo/R0A//QW1opBlzWSmWww1q9QuJA2WCIIs8tJKRDOsmgJPscNpzwZFU
N1Df0wWNjqi1BDReei7lZTHwUk+ebBn0bkI3ANmmgYg7LBueAt5UWSingOc+rvKA
N32BDzBYkMckRzJSQsmeC5hm3J3wLSy90uaIlrJJE9GJZkf/W2Ob+4SQZZ+dnnRP
JokDdW1DuZS9PbxSLJKD5eIWHBxJnFM1CmHfOfrjTJ+MYvVGM5sxSY8R7E+GADj5
L/i4N+tTFJLuTMYARGfA6d+KPKcMJtgpUPjSMAg8nGUhukctpuBs27mOKW0CBtmJ
82X/qYROTL0+vGTvUYflYiuceVlhX/kw0JZnMaG5V/mpHq8SwD07pCGOf69j/mNa
5EL3++Pmzg0s0stw3Ea5pCN0cL/nKkoWchHBfW15W4JOnKAIspyD1vH670P4WfeV
E9B9d6tgKSbM/9JlXoQS5ZdG+kbdosieELhmVWmvojyK7K+Ry6C9wgd+UfnW5jXd
iNwKW3KHuautQwlFhHRNMyDg08c+pI5emTMT3IUQyGWo+Gska3TqGujFcABx7Ip+
mHNmMrCkSD+XC2bvzvRR7FcM0/B9fsjLX/Wttm5vRJ1d2oAoEPvw2IZnJIXpOt2z
zo55sJTztNu4lWGgDVgtp9SXO5a0E5YvFHQNZN5QLeVTTFu6I7qG+ME1E/K5Ag0E
YH3+JQEQALivllTjMolxUW2OxrXb+a2Pt6vjCBsiJzrUj0Pa63U+lT9jldbCCfgP
wDpcDuO1O05Q8k1MoYZ6HddjWnqKG7S3eqkV5c3ct3amAXp513QDKZUfIDylOmhU
qvxjEgvGjdRjz6kECFGYr6Vnj/p6AwWv4/FBRFlrq7cnQgPynbIH4hrWvewp3Tqw
GVgqm5RRofuAugi8iZQVlAiQZJo88yaztAQ/7VsXBiHTn61ugQ8bKdAsr8w/ZZU5
HScHLqRolcYg0cKN91c0EbJq9k1LUC//CakPB9mhi5+aUVUGusIM8ECShUEgSTCi
KQiJUPZ2CFbbPE9L5o9xoPCxjXoX+r7L/WyoCPTeoS3YRUMEnWKvc42Yxz3meRb+
BmaqgbheNmzOah5nMwPupJYmHrjWPkX7oyyHxLSFw4dtoP2j6Z7GdRXKa2dUYdk2
x3JYKocrDoPHh3Q0TAZujtpdjFi1BS8pbxYFb3hHmGSdvz7T7KcqP7ChC7k2RAKO
GiG7QQe4NX3sSMgweYpl4OwvQOn73t5CVWYp/gIBNZGsU3Pto8g27vHeWyH9mKr4
cSepDhw+/X8FGRNdxNfpLKm7Vc0Sm9Sof8TRFrBTqX+vIQupYHRi5QQCuYaV6OVr
ITeegNK3So4m39d6ajCR9QxRbmjnx9UcnSYYDmIB6fpBuwT0ogNtABEBAAGJBHIE
GAEKACYCGwIWIQTIdAEfCrQFEQ0CEFU0Nl2UctdGjwUCYH4bgAUJAeFQ2wJAwXQg
BBkBCgAdFiEEs2y6kaLAcwxDX8KAsLRBCXaFtnYFAmB9/iUACgkQsLRBCXaFtnYX
BhAAlxejyFXoQwyGo9U+2g9N6LUb/tNtH29RHYxy4A3/ZUY7d/FMkArmh4+dfjf0
p9MJz98Zkps20kaYP+2YzYmaizO6OA6RIddcEXQDRCPHmLts3097mJ/skx9qLAf6
rh9J7jWeSqWO6VW6Mlx8j9m7sm3Ae1OsjOx/m7lGZOhY4UYfY627+Jf7WQ5103Qs
lgQ09es/vhTCx0g34SYEmMW15Tc3eCjQ21b1MeJD/V26npeakV8iCZ1kHZHawPq/
aCCuYEcCeQOOteTWvl7HXaHMhHIx7jjOd8XX9V+UxsGz2WCIxX/j7EEEc7CAxwAN
nWp9jXeLfxYfjrUB7XQZsGCd4EHHzUyCf7iRJL7OJ3tz5Z+rOlNjSgci+ycHEccL
YeFAEV+Fz+sj7q4cFAferkr7imY1XEI0Ji5P8p/uRYw/n8uUf7LrLw5TzHmZsTSC
UaiL4llRzkDC6cVhYfqQWUXDd/r385OkE4oalNNE+n+txNRx92rpvXWZ5qFYfv7E
95fltvpXc0iOugPMzyof3lwo3Xi4WZKc1CC/jEviKTQhfn3WZukuF5lbz3V1PQfI
xFsYe9WYQmp25XGgezjXzp89C/OIcYsVB1KJAKihgbYdHyUN4fRCmOszmOUwEAKR
3k5j4X8V5bk08sA69NVXPn2ofxyk3YYOMYWW8ouObnXoS8QJEDQ2XZRy10aPMpsQ
AIbwX21erVqUDMPn1uONP6o4NBEq4MwG7d+fT85rc1U0RfeKBwjucAE/iStZDQoM
ZKWvGhFR+uoyg1LrXNKuSPB82unh2bpvj4zEnJsJadiwtShTKDsikhrfFEK3aCK8
Zuhpiu3jxMFDhpFzlxsSwaCcGJqcdwGhWUx0ZAVD2X71UCFoOXPjF9fNnpy80YNp
flPjj2RnOZbJyBIM0sWIVMd8F44qkTASf8K5Qb47WFN5tSpePq7OCm7s8u+lYZGK
wR18K7VliundR+5a8XAOyUXOL5UsDaQCK4Lj4lRaeFXunXl3DJ4E+7BKzZhReJL6
EugV5eaGonA52TWtFdB8p+79wPUeI3KcdPmQ9Ll5Zi/jBemY4bzasmgKzNeMtwWP
fk6WgrvBwptqohw71HDymGxFUnUP7XYYjic2sVKhv9AevMGycVgwWBiWroDCQ9Ja
btKfxHhI2p+g+rcywmBobWJbZsujTNjhtme+kNn1mhJsD3bKPjKQfAxaTskBLb0V
wgV21891TS1Dq9kdPLwoS4XNpYg2LLB4p9hmeG3fu9+OmqwY5oKXsHiWc43dei9Y
yxZ1AAUOIaIdPkq+YG/PhlGE4YcQZ4RPpltAr0HfGgZhmXWigbGS+66pUj+Ojysc
j0K5tCVxVu0fhhFpOlHv0LWaxCbnkgkQH9jfMEJkAWMOuQINBGCAXCYBEADW6RNr
ZVGNXvHVBqSiOWaxl1XOiEoiHPt50Aijt25yXbG+0kHIFSoR+1g6Lh20JTCChgfQ
kGGjzQvEuG1HTw07YhsvLc0pkjNMfu6gJqFox/ogc53mz69OxXauzUQ/TZ27GDVp
UBu+EhDKt1s3OtA6Bjz/csop/Um7gT0+ivHyvJ/jGdnPEZv8tNuSE/Uo+hn/Q9hg
8SbveZzo3C+U4KcabCESEFl8Gq6aRi9vAfa65oxD5jKaIz7cy+pwb0lizqlW7H9t
Qlr3dBfdIcdzgR55hTFC5/XrcwJ6/nHVH/xGskEasnfCQX8RYKMuy0UADJy72TkZ
bYaCx+XXIcVB8GTOmJVoAhrTSSVLAZspfCnjwnSxisDn3ZzsYrq3cV6sU8b+QlIX
7VAjurE+5cZiVlaxgCjyhKqlGgmonnReWOBacCgL/UvuwMmMp5TTLmiLXLT7uxeG
ojEyoCk4sMrqrU1jevHyGlDJH9Taux15GILDwnYFfAvPF9WCid4UZ4Ouwjcaxfys
3LxNiZIlUsXNKwS3mhiMRL4TRsbs4k4QE+LIMOsauIvcvm8/frydvQ/kUwIhVTH8
0XGOH909bYtJvY3fudK7ShIwm7ZFTduBJUG473E/Fn3VkhTmBX6+PjOC50HR/Hyb
waRCzfDruMe3TAcE/tSP5CUOb9C7+P+hPzQcDwARAQABiQRyBBgBCgAmAhsCFiEE
yHQBHwq0BRENAhBVNDZdlHLXRo8FAmmWSAoFCRCqi+QCQMF0IAQZAQoAHRYhBDdO
x1tIWRNgSoMcx8ggxtXNJ6uHBQJggFwmAAoJEMggxtXNJ6uHRfAP/2CGdSyg0K7U
66Vygl0dugxrMm8O3/Oe211BKdQsFUSWAznOTRTK/zvMUHO4LJAlYvdtZ6xDa4XH
l9FYQ8MR9ZV0OuOlAZvU4IJDLPVCU09X/UzX/GEoZL0R5esvwPAXopMaRHCfXJeI
/gEaB94UhAeYlwpcRn0eSuk1vyZx7GRE6/hog8DCf4hoT40dW20gGe58xcvJ+mRY
lC0lr16WH08wuUcee6+dgu+4Cg6SG6+zt9cMyl8VnTUL5BK/V3MebnYZJK0RFDNn
nXDhzStgOd5gOeIL+xBPXHd0/ld/rDM74SFExpuS+hNsyo+xMQ/HJavak21MFinu
l9COwfGEmlAXTGMY30Lf3Pt/eAkbwgmGc966VSoRmOFEXJVlDr+yJR6ru+7j50z8
lAv6Lsop7sun1Qysbo0swf6W1qgPf6VWbx91NTFLkw0+gD8jxwrU5ZMkeSuntX9d
pjuZS29CflXXIRPlvhuiDPicwTpYuIUx37vHveAH5gnowZg247x780Urrsx8duTX
8CI9MAnqzm4dFAiRlwE8bvLk+l9wekiXA9gIMZiVNqNlduXIqvAG21Wdgq8qyeXK
y/XWCVKDQOmEbFAltfNam8E3KEw0fl199x+93d5ckDGcPzUYPbNkCuIwngC/ZN96
pDafF3Z12fSNfhZUe0C8td8KAszYa96GCRA0Nl2UctdGj1gKD/4jOGhEGTg88Vyu
PVjeK+zkwrTIZSvHdUHfTt/+rTLSNb/RQiBCUQuEZvafj6FrntS7bAEhccGqH894
T3St5K0AXWkvsLd6K+cbIQdlnFA2zb6geJUCk6qx5NgWpRc3i0DS7CheGwl+Bwu7
+n9pNjNjiHV+rYDgqbQXG0dtGysB0/3qIRgEDHFO0HJu/dcte4oXrQIqrZrpOwe8
WxqFqdU918JpSUcc8coiFp9YtwpgqQNxGVZ+rhgnTGdZzk1f/Yhhimh+2B0ReaFv
k3UzVBj3HQ9C6+Ot3MyDEhSgdhjr9e25Tm9S5YfhwtWmghRw9RKPyLMSXSxm/Uc0
mK1NucAp8TQBwKqKzNpCk5IdrBSWRUbjOoOFyzyCsY6gS285GCpSIzI39hTf+3gd
wYPlE6fj+F2TZzdhx62DPnzBzBHnByYTVdJ649bx0FFp4Q+5TbIWtxu/AQkRDxmW
NQfE+6GgeshlrhXWsh6+PGDzt+2raG6zUT913sdz7Ctw4fLjmsKOTdTz3Xa9pr8l
xfI/JuukSgt9o/n3GirhTB3zE1w/I/Xt6k7oASiP3zQSuHtB/CYKYHDtOCWwjo7J
PEGtb/FkreKNxsk/p20jnlrB8WZxxswdr2Vri9NmFeyMDVX7qF3WqT+8aCV9GtS1
GCHx/5nGBdDwoxEsXqpI3IUqPb6FDg==
=wtp+
-----END PGP PUBLIC KEY BLOCK-----
`;

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/hashicorp-key-2021.js
/**
 * The same key C874011F0AB405110D02105534365D9472D7468F with its self-signatures of 2021, valid until 2026-04-18. A
 * signature is judged by the self-signatures that were there when it was made, and the renewed key has none from
 * before 2026: without these no release before February 2026 has a valid signature.
 * Origin: the same file at 31833c1db8ff6233da83f752216d4ee55d0e2f97.
 */
const HASHICORP_KEY_2021 = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQINBGB9+xkBEACabYZOWKmgZsHTdRDiyPJxhbuUiKX65GUWkyRMJKi/1dviVxOX
PG6hBPtF48IFnVgxKpIb7G6NjBousAV+CuLlv5yqFKpOZEGC6sBV+Gx8Vu1CICpl
Zm+HpQPcIzwBpN+Ar4l/exCG/f/MZq/oxGgH+TyRF3XcYDjG8dbJCpHO5nQ5Cy9h
QIp3/Bh09kET6lk+4QlofNgHKVT2epV8iK1cXlbQe2tZtfCUtxk+pxvU0UHXp+AB
0xc3/gIhjZp/dePmCOyQyGPJbp5bpO4UeAJ6frqhexmNlaw9Z897ltZmRLGq1p4a
RnWL8FPkBz9SCSKXS8uNyV5oMNVn4G1obCkc106iWuKBTibffYQzq5TG8FYVJKrh
RwWB6piacEB8hl20IIWSxIM3J9tT7CPSnk5RYYCTRHgA5OOrqZhC7JefudrP8n+M
pxkDgNORDu7GCfAuisrf7dXYjLsxG4tu22DBJJC0c/IpRpXDnOuJN1Q5e/3VUKKW
mypNumuQpP5lc1ZFG64TRzb1HR6oIdHfbrVQfdiQXpvdcFx+Fl57WuUraXRV6qfb
4ZmKHX1JEwM/7tu21QE4F1dz0jroLSricZxfaCTHHWNfvGJoZ30/MZUrpSC0IfB3
iQutxbZrwIlTBt+fGLtm3vDtwMFNWM+Rb1lrOxEQd2eijdxhvBOHtlIcswARAQAB
tERIYXNoaUNvcnAgU2VjdXJpdHkgKGhhc2hpY29ycC5jb20vc2VjdXJpdHkpIDxz
ZWN1cml0eUBoYXNoaWNvcnAuY29tPokCVAQTAQoAPhYhBMh0AR8KtAURDQIQVTQ2
XZRy10aPBQJgffsZAhsDBQkJZgGABQsJCAcCBhUKCQgLAgQWAgMBAh4BAheAAAoJ
EDQ2XZRy10aPtpcP/0PhJKiHtC1zREpRTrjGizoyk4Sl2SXpBZYhkdrG++abo6zs
buaAG7kgWWChVXBo5E20L7dbstFK7OjVs7vAg/OLgO9dPD8n2M19rpqSbbvKYWvp
0NSgvFTT7lbyDhtPj0/bzpkZEhmvQaDWGBsbDdb2dBHGitCXhGMpdP0BuuPWEix+
QnUMaPwU51q9GM2guL45Tgks9EKNnpDR6ZdCeWcqo1IDmklloidxT8aKL21UOb8t
cD+Bg8iPaAr73bW7Jh8TdcV6s6DBFub+xPJEB/0bVPmq3ZHs5B4NItroZ3r+h3ke
VDoSOSIZLl6JtVooOJ2la9ZuMqxchO3mrXLlXxVCo6cGcSuOmOdQSz4OhQE5zBxx
LuzA5ASIjASSeNZaRnffLIHmht17BPslgNPtm6ufyOk02P5XXwa69UCjA3RYrA2P
QNNC+OWZ8qQLnzGldqE4MnRNAxRxV6cFNzv14ooKf7+k686LdZrP/3fQu2p3k5rY
0xQUXKh1uwMUMtGR867ZBYaxYvwqDrg9XB7xi3N6aNyNQ+r7zI2lt65lzwG1v9hg
FG2AHrDlBkQi/t3wiTS3JOo/GCT8BjN0nJh0lGaRFtQv2cXOQGVRW8+V/9IpqEJ1
qQreftdBFWxvH7VJq2mSOXUJyRsoUrjkUuIivaA9Ocdipk2CkP8bpuGz7ZF4uQIN
BGB9+xkBEACoklYsfvWRCjOwS8TOKBTfl8myuP9V9uBNbyHufzNETbhYeT33Cj0M
GCNd9GdoaknzBQLbQVSQogA+spqVvQPz1MND18GIdtmr0BXENiZE7SRvu76jNqLp
KxYALoK2Pc3yK0JGD30HcIIgx+lOofrVPA2dfVPTj1wXvm0rbSGA4Wd4Ng3d2AoR
G/wZDAQ7sdZi1A9hhfugTFZwfqR3XAYCk+PUeoFrkJ0O7wngaon+6x2GJVedVPOs
2x/XOR4l9ytFP3o+5ILhVnsK+ESVD9AQz2fhDEU6RhvzaqtHe+sQccR3oVLoGcat
ma5rbfzH0Fhj0JtkbP7WreQf9udYgXxVJKXLQFQgel34egEGG+NlbGSPG+qHOZtY
4uWdlDSvmo+1P95P4VG/EBteqyBbDDGDGiMs6lAMg2cULrwOsbxWjsWka8y2IN3z
1stlIJFvW2kggU+bKnQ+sNQnclq3wzCJjeDBfucR3a5WRojDtGoJP6Fc3luUtS7V
5TAdOx4dhaMFU9+01OoH8ZdTRiHZ1K7RFeAIslSyd4iA/xkhOhHq89F4ECQf3Bt4
ZhGsXDTaA/VgHmf3AULbrC94O7HNqOvTWzwGiWHLfcxXQsr+ijIEQvh6rHKmJK8R
9NMHqc3L18eMO6bqrzEHW0Xoiu9W8Yj+WuB3IKdhclT3w0pO4Pj8gQARAQABiQI8
BBgBCgAmFiEEyHQBHwq0BRENAhBVNDZdlHLXRo8FAmB9+xkCGwwFCQlmAYAACgkQ
NDZdlHLXRo9ZnA/7BmdpQLeTjEiXEJyW46efxlV1f6THn9U50GWcE9tebxCXgmQf
u+Uju4hreltx6GDi/zbVVV3HCa0yaJ4JVvA4LBULJVe3ym6tXXSYaOfMdkiK6P1v
JgfpBQ/b/mWB0yuWTUtWx18BQQwlNEQWcGe8n1lBbYsH9g7QkacRNb8tKUrUbWlQ
QsU8wuFgly22m+Va1nO2N5C/eE/ZEHyN15jEQ+QwgQgPrK2wThcOMyNMQX/VNEr1
Y3bI2wHfZFjotmek3d7ZfP2VjyDudnmCPQ5xjezWpKbN1kvjO3as2yhcVKfnvQI5
P5Frj19NgMIGAp7X6pF5Csr4FX/Vw316+AFJd9Ibhfud79HAylvFydpcYbvZpScl
7zgtgaXMCVtthe3GsG4gO7IdxxEBZ/Fm4NLnmbzCIWOsPMx/FxH06a539xFq/1E2
1nYFjiKg8a5JFmYU/4mV9MQs4bP/3ip9byi10V+fEIfp5cEEmfNeVeW5E7J8PqG9
t4rLJ8FR4yJgQUa2gs2SNYsjWQuwS/MJvAv4fDKlkQjQmYRAOp1SszAnyaplvri4
ncmfDsf0r65/sd6S40g5lHH8LIbGxcOIN6kwthSTPWX89r42CbY8GzjTkaeejNKx
v1aCrO58wAtursO1DiXCvBY7+NdafMRnoHwBk50iPqrVkNA8fv+auRyB2/G5Ag0E
YH3+JQEQALivllTjMolxUW2OxrXb+a2Pt6vjCBsiJzrUj0Pa63U+lT9jldbCCfgP
wDpcDuO1O05Q8k1MoYZ6HddjWnqKG7S3eqkV5c3ct3amAXp513QDKZUfIDylOmhU
qvxjEgvGjdRjz6kECFGYr6Vnj/p6AwWv4/FBRFlrq7cnQgPynbIH4hrWvewp3Tqw
GVgqm5RRofuAugi8iZQVlAiQZJo88yaztAQ/7VsXBiHTn61ugQ8bKdAsr8w/ZZU5
HScHLqRolcYg0cKN91c0EbJq9k1LUC//CakPB9mhi5+aUVUGusIM8ECShUEgSTCi
KQiJUPZ2CFbbPE9L5o9xoPCxjXoX+r7L/WyoCPTeoS3YRUMEnWKvc42Yxz3meRb+
BmaqgbheNmzOah5nMwPupJYmHrjWPkX7oyyHxLSFw4dtoP2j6Z7GdRXKa2dUYdk2
x3JYKocrDoPHh3Q0TAZujtpdjFi1BS8pbxYFb3hHmGSdvz7T7KcqP7ChC7k2RAKO
GiG7QQe4NX3sSMgweYpl4OwvQOn73t5CVWYp/gIBNZGsU3Pto8g27vHeWyH9mKr4
cSepDhw+/X8FGRNdxNfpLKm7Vc0Sm9Sof8TRFrBTqX+vIQupYHRi5QQCuYaV6OVr
ITeegNK3So4m39d6ajCR9QxRbmjnx9UcnSYYDmIB6fpBuwT0ogNtABEBAAGJBHIE
GAEKACYCGwIWIQTIdAEfCrQFEQ0CEFU0Nl2UctdGjwUCYH4bgAUJAeFQ2wJAwXQg
BBkBCgAdFiEEs2y6kaLAcwxDX8KAsLRBCXaFtnYFAmB9/iUACgkQsLRBCXaFtnYX
BhAAlxejyFXoQwyGo9U+2g9N6LUb/tNtH29RHYxy4A3/ZUY7d/FMkArmh4+dfjf0
p9MJz98Zkps20kaYP+2YzYmaizO6OA6RIddcEXQDRCPHmLts3097mJ/skx9qLAf6
rh9J7jWeSqWO6VW6Mlx8j9m7sm3Ae1OsjOx/m7lGZOhY4UYfY627+Jf7WQ5103Qs
lgQ09es/vhTCx0g34SYEmMW15Tc3eCjQ21b1MeJD/V26npeakV8iCZ1kHZHawPq/
aCCuYEcCeQOOteTWvl7HXaHMhHIx7jjOd8XX9V+UxsGz2WCIxX/j7EEEc7CAxwAN
nWp9jXeLfxYfjrUB7XQZsGCd4EHHzUyCf7iRJL7OJ3tz5Z+rOlNjSgci+ycHEccL
YeFAEV+Fz+sj7q4cFAferkr7imY1XEI0Ji5P8p/uRYw/n8uUf7LrLw5TzHmZsTSC
UaiL4llRzkDC6cVhYfqQWUXDd/r385OkE4oalNNE+n+txNRx92rpvXWZ5qFYfv7E
95fltvpXc0iOugPMzyof3lwo3Xi4WZKc1CC/jEviKTQhfn3WZukuF5lbz3V1PQfI
xFsYe9WYQmp25XGgezjXzp89C/OIcYsVB1KJAKihgbYdHyUN4fRCmOszmOUwEAKR
3k5j4X8V5bk08sA69NVXPn2ofxyk3YYOMYWW8ouObnXoS8QJEDQ2XZRy10aPMpsQ
AIbwX21erVqUDMPn1uONP6o4NBEq4MwG7d+fT85rc1U0RfeKBwjucAE/iStZDQoM
ZKWvGhFR+uoyg1LrXNKuSPB82unh2bpvj4zEnJsJadiwtShTKDsikhrfFEK3aCK8
Zuhpiu3jxMFDhpFzlxsSwaCcGJqcdwGhWUx0ZAVD2X71UCFoOXPjF9fNnpy80YNp
flPjj2RnOZbJyBIM0sWIVMd8F44qkTASf8K5Qb47WFN5tSpePq7OCm7s8u+lYZGK
wR18K7VliundR+5a8XAOyUXOL5UsDaQCK4Lj4lRaeFXunXl3DJ4E+7BKzZhReJL6
EugV5eaGonA52TWtFdB8p+79wPUeI3KcdPmQ9Ll5Zi/jBemY4bzasmgKzNeMtwWP
fk6WgrvBwptqohw71HDymGxFUnUP7XYYjic2sVKhv9AevMGycVgwWBiWroDCQ9Ja
btKfxHhI2p+g+rcywmBobWJbZsujTNjhtme+kNn1mhJsD3bKPjKQfAxaTskBLb0V
wgV21891TS1Dq9kdPLwoS4XNpYg2LLB4p9hmeG3fu9+OmqwY5oKXsHiWc43dei9Y
yxZ1AAUOIaIdPkq+YG/PhlGE4YcQZ4RPpltAr0HfGgZhmXWigbGS+66pUj+Ojysc
j0K5tCVxVu0fhhFpOlHv0LWaxCbnkgkQH9jfMEJkAWMOuQINBGCAXCYBEADW6RNr
ZVGNXvHVBqSiOWaxl1XOiEoiHPt50Aijt25yXbG+0kHIFSoR+1g6Lh20JTCChgfQ
kGGjzQvEuG1HTw07YhsvLc0pkjNMfu6gJqFox/ogc53mz69OxXauzUQ/TZ27GDVp
UBu+EhDKt1s3OtA6Bjz/csop/Um7gT0+ivHyvJ/jGdnPEZv8tNuSE/Uo+hn/Q9hg
8SbveZzo3C+U4KcabCESEFl8Gq6aRi9vAfa65oxD5jKaIz7cy+pwb0lizqlW7H9t
Qlr3dBfdIcdzgR55hTFC5/XrcwJ6/nHVH/xGskEasnfCQX8RYKMuy0UADJy72TkZ
bYaCx+XXIcVB8GTOmJVoAhrTSSVLAZspfCnjwnSxisDn3ZzsYrq3cV6sU8b+QlIX
7VAjurE+5cZiVlaxgCjyhKqlGgmonnReWOBacCgL/UvuwMmMp5TTLmiLXLT7uxeG
ojEyoCk4sMrqrU1jevHyGlDJH9Taux15GILDwnYFfAvPF9WCid4UZ4Ouwjcaxfys
3LxNiZIlUsXNKwS3mhiMRL4TRsbs4k4QE+LIMOsauIvcvm8/frydvQ/kUwIhVTH8
0XGOH909bYtJvY3fudK7ShIwm7ZFTduBJUG473E/Fn3VkhTmBX6+PjOC50HR/Hyb
waRCzfDruMe3TAcE/tSP5CUOb9C7+P+hPzQcDwARAQABiQRyBBgBCgAmFiEEyHQB
Hwq0BRENAhBVNDZdlHLXRo8FAmCAXCYCGwIFCQlmAYACQAkQNDZdlHLXRo/BdCAE
GQEKAB0WIQQ3TsdbSFkTYEqDHMfIIMbVzSerhwUCYIBcJgAKCRDIIMbVzSerh0Xw
D/9ghnUsoNCu1OulcoJdHboMazJvDt/znttdQSnULBVElgM5zk0Uyv87zFBzuCyQ
JWL3bWesQ2uFx5fRWEPDEfWVdDrjpQGb1OCCQyz1QlNPV/1M1/xhKGS9EeXrL8Dw
F6KTGkRwn1yXiP4BGgfeFIQHmJcKXEZ9HkrpNb8mcexkROv4aIPAwn+IaE+NHVtt
IBnufMXLyfpkWJQtJa9elh9PMLlHHnuvnYLvuAoOkhuvs7fXDMpfFZ01C+QSv1dz
Hm52GSStERQzZ51w4c0rYDneYDniC/sQT1x3dP5Xf6wzO+EhRMabkvoTbMqPsTEP
xyWr2pNtTBYp7pfQjsHxhJpQF0xjGN9C39z7f3gJG8IJhnPeulUqEZjhRFyVZQ6/
siUeq7vu4+dM/JQL+i7KKe7Lp9UMrG6NLMH+ltaoD3+lVm8fdTUxS5MNPoA/I8cK
1OWTJHkrp7V/XaY7mUtvQn5V1yET5b4bogz4nME6WLiFMd+7x73gB+YJ6MGYNuO8
e/NFK67MfHbk1/AiPTAJ6s5uHRQIkZcBPG7y5PpfcHpIlwPYCDGYlTajZXblyKrw
BttVnYKvKsnlysv11glSg0DphGxQJbXzWpvBNyhMNH5dffcfvd3eXJAxnD81GD2z
ZAriMJ4Av2TfeqQ2nxd2ddn0jX4WVHtAvLXfCgLM2Gveho4jD/9sZ6PZz/rEeTvt
h88t50qPcBa4bb25X0B5FO3TeK2LL3VKLuEp5lgdcHVonrcdqZFobN1CgGJua8TW
SprIkh+8ATZ/FXQTi01NzLhHXT1IQzSpFaZw0gb2f5ruXwvTPpfXzQrs2omY+7s7
fkCwGPesvpSXPKn9v8uhUwD7NGW/Dm+jUM+QtC/FqzX7+/Q+OuEPjClUh1cqopCZ
EvAI3HjnavGrYuU6DgQdjyGT/UDbuwbCXqHxHojVVkISGzCTGpmBcQYQqhcFRedJ
yJlu6PSXlA7+8Ajh52oiMJ3ez4xSssFgUQAyOB16432tm4erpGmCyakkoRmMUn3p
wx+QIppxRlsHznhcCQKR3tcblUqH3vq5i4/ZAihusMCa0YrShtxfdSb13oKX+pFr
aZXvxyZlCa5qoQQBV1sowmPL1N2j3dR9TVpdTyCFQSv4KeiExmowtLIjeCppRBEK
eeYHJnlfkyKXPhxTVVO6H+dU4nVu0ASQZ07KiQjbI+zTpPKFLPp3/0sPRJM57r1+
aTS71iR7nZNZ1f8LZV2OvGE6fJVtgJ1J4Nu02K54uuIhU3tg1+7Xt+IqwRc9rbVr
pHH/hFCYBPW2D2dxB+k2pQlg5NI+TpsXj5Zun8kRw5RtVb+dLuiH/xmxArIee8Jq
ZF5q4h4I33PSGDdSvGXn9UMY5Isjpg==
=7pIB
-----END PGP PUBLIC KEY BLOCK-----
`;

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/opentofu-key.js
/**
 * OpenTofu's public key E3E6E43D84CB852EADB0051D0C0AF313E5FD9F80, which does not expire.
 * Origin: `branding/gpg_key.go` of github.com/opentofu/tofudl at 491be2b7cc31756a6de062808d897a78cd5bf2e2, the copy of
 * https://get.opentofu.org/opentofu.asc that OpenTofu's own installer has.
 */
const OPENTOFU_KEY = `-----BEGIN PGP PUBLIC KEY BLOCK-----

xsFNBGVUyIwBEADPg6jUJm5liMTiDndyprnwXQ23GdyQm/kW9MFOhYDRksmmbsz0
DCfqntFpuoKxPXzA+JTrZlWZONtU+leZjIOlAVZiz0rwz5EJq7uIrkueWtUk6AYk
BLN+zMtbui0z3HCPVNnR5BlVNyXQeW3jlrQtzuKevjZWzI0gbQGgEKNpj+lfyRFu
6q3u/T0o3p/6bOOlQHwCMtnFlWpjr6f/J2EdUVO/6NYHQzImPj4LINXF/+eqo7v6
svFtaVTtREG2V2V7We7bu/cJ+NgJYH7ro7UhB1RQH2k09NdpSCt9F60PVERnORpx
GBkM/VKZzgMSzRvdpxUWwrLxfAxinu5ddbBm3y0bzaU80OT3i1qrWIqW73fmdGHQ
71gbJxRrroyLMWehjcJ/9WJDxkHqsfPKqBifYsp6/J9npczDfSU+zYBVGpR73a4E
dbeIRWqwbH0LWhlbi1IM5aFDaZMFNkY+AWyP+OHn8Kehu6DOIh1AVM7v7vLxaX9h
t1jVJbswjvPFYquv1DvUdc7VP2QHz3xctQS1GZJQ1ekcgTv9rRYXUOOwknInjtkM
9kQDtyBkVLcEc8ha3Cfh6PJscIP5VHwaNMgAPr9tsl3xqdz56l5UPjFSFuel98jS
Bqn83VrT0uKwM0PnDVHd/7q8+Dg1EtOggMwZ830KORFNdjfv6ydsBvl7fwARAQAB
zUpPcGVuVG9mdSAoVGhpcyBrZXkgaXMgdXNlZCB0byBzaWduIG9wZW50b2Z1IHBy
b3ZpZGVycykgPGNvcmVAb3BlbnRvZnUub3JnPsLBjAQTAQgAQQUCZVTIjAkQDArz
E+X9n4AWIQTj5uQ9hMuFLq2wBR0MCvMT5f2fgAIbAwIeAQIZAQMLCQcCFQgDFgAC
BScJAgcCAABwAg/1HZnTvPHZDWf5OluYOaQ7ADX/oyjUO85VNUmKhmBZkLr5mTqr
LO72k9fg+101hbggbhtK431z3Ca6ZqDAG/3DBi0BC1ag0rw83TEApkPGYnfX1DWS
1ZvyH1PkV0aqCkXAtMrte2PlUiieaKAsiYOIXqfZwszd07gch14wxMOw1B6Au/Xz
Nrv2omnWSgGIyR6WOsG4QQ8R5AMVz3K8Ftzl6520wBgtr3osA3uM/xconnGVukMn
9NLQqKx5oeaJwONZpyZL5bg2ke9MVZM2+bG30UGZKoxrzOtQ//OTOYlhPCqm1ffR
hYrUytwsWzDnJvXJF1QhnDu8whP3tSrcHyKxYZ9xUNzeu2AmjYfvkKHSdK2DFmOf
DafaRs3c1VYnC7J7aRi6kVF/t+vWeOEVpPylyK7vSbPFc6XVoQrsE07hbN/BjWjm
s8voK5U6oJRgEugXtSQKFypfOq8R99nXwbMHdhqY8aGyOCj++cuvRCUBDZAQqPEW
AuD0X7+9Trnfin47MK+n18wsTAL4w6PJhtCrwK4e0cVuQ5u4M/PMid5W6hEA27PX
x506Jpe8iRmcIP/cCR6pvhgOUMC36bIkAqZ5dJ545kDQju0lf8gLdVIQpig45udn
ZM2KgyApGqhsS7yCUrbLDrtNmQ31TSYdKc8IU+/jXkfy2RYbZ+wNgfloKM7BTQRl
VMiMARAAwRZUyMIc5TNbcFg3WGKxhaNC9hDZ4zBfXlb5jONzZOx3rDi2lD4UQOH+
NpG7CF98co//kryS/4AsDdp2jzhh+VMgyx6KJIhSkBP6kqhriy9eWRmgfrnLbUf4
6kkTkzLVkjYnMNeyHt+mi9I7EKtsDuF/EvjlwF5E81+DEOteCO/un/Qt1q3e1Slf
vTpLkPvr1FiQ3VqzaBeBBI3MAMb/ycwL6hQE1l4Lg34T43Zu+9zkE1uzvjeNIlIW
ucjB4q1htEjJl2CLAv+8cGHdmCcV2ZO3WM8M9Omq1CE7jhak4NE/YuGylJYCBd+B
S7tuDPDu6+o4Nx+axxcwMvgyfr07FteEr1Lopaw2ci8b/xzQie/gkI0CByQMwD5V
gnJpiMBnjP4d6UF6HEVldCQ7a3T1T80bKj5JjtFbR9P85Qntuheqn3Pge89YexMc
E/00VA3blrj+GeYpO9ZGFu7DR/x4sjnTEhfjXEoLv1C4AdgGHCIjW9wU6HkcWnla
X7akKlwIWEUP/BFLkcWPpmUrtClhWx9wq1GHFvKAN/qp//VWnv4IfRU6RjmVPOWB
efvTu/cpsfBHLyp15goOYPboahIdTUTNQIXh4Vid7E1NoKnWZUMu50n3/zAbjSds
mNmifi4g01MYJ3TVoU2Q01P7NiD3IRmaw72nLmf9cM9/7QMdGn0AEQEAAcLBdgQY
AQgAKgUCZVTIjAkQDArzE+X9n4AWIQTj5uQ9hMuFLq2wBR0MCvMT5f2fgAIbDAAA
SUoP/2ExsUoGbxjuZ76QUnYtfzDoz+o218UWd3gZCsBQ6/hGam5kMq+EUEabF3lV
7QLDyn/1v5sqrkmYg0u5cfjtY3oimCPvr6E0WTuqMIwYl0fdlkmdNttDpMqvCazq
bzLK5dDVWbh/EYTiEN1xKXM6rlAquYv8I16uWL8QHanMb6yexNmDYhC4fXWqCi+s
5sXxWrPrd+fGz8CR/fEYahPXj8uY6dwN9DlWyek9QtKW2PsqrkBn5vCOm2IyZW6d
t/Kn70tYtxMxJND2otk47mpG/Fv3sYK2bTGJ+k/5+E5IrjWqIX2lVB3G1+TCoZ5s
cc16zls32mOlRh81fTAqcwkDFxICxcOeNHGLt3N+UvoPSUafYKD96rn5mWFao4xb
cFniaYv2PdqH8HDjvXZXqHypRMXvYMbXXOgydLL+tSUSBpMTd4afjq8x2gNSWOEL
I1jT5FWbKTKan0ycKi37bSqGHhDjlg4HRGvC3IK0EuVjdX3r+8uIVgFbqLwNhXk4
GAIL03vl689TQ7/oPW75XCQIevFai0kcJPl6qIRvi9/S/v5EPRy9UDCGY/MPmc5f
H1an0ebU4I4TlYfBoEUkYYqBDxvxWW0I/Q01rDebcd6mrGw8lW1EiNZlClLwx9Bv
/+MNnIT9m1f8KeqmweoAgbIQRUI7EkJSzxYN4DNuy2XoKmF9
=VhyH
-----END PGP PUBLIC KEY BLOCK-----
`;

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/release-source.js



/** Both variables are those of the version managers tfenv and tenv, so that who has a mirror names it once. */
function releaseSource(program, environment) {
    return program === 'terraform' ? hashicorp(environment) : openTofu(environment);
}
function hashicorp({ TFENV_REMOTE: mirror = '' }) {
    const root = `${withoutSlash(mirror || 'https://releases.hashicorp.com')}/terraform`;
    return {
        vendor: 'HashiCorp',
        mirrorVariable: 'TFENV_REMOTE',
        keyVariable: 'TFENV_HASHICORP_PGP_KEY',
        list: `${root}/index.json`,
        folder: (version) => `${root}/${version}`,
        signatureSuffix: '.sig',
        keys: [HASHICORP_KEY, HASHICORP_KEY_2021],
    };
}
function openTofu({ TOFUENV_REMOTE: mirror = '' }) {
    const root = withoutSlash(mirror || 'https://github.com/opentofu/opentofu/releases/download');
    return {
        vendor: 'OpenTofu',
        mirrorVariable: 'TOFUENV_REMOTE',
        keyVariable: 'TOFUENV_OPENTOFU_PGP_KEY',
        list: mirror === '' ? 'https://get.opentofu.org/tofu/api.json' : `${root}/api.json`,
        folder: (version) => `${root}/v${version}`,
        signatureSuffix: '.gpgsig',
        keys: [OPENTOFU_KEY],
    };
}
function withoutSlash(url) {
    return url.replace(/\/+$/, '');
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/signature.js

/**
 * Checks a detached OpenPGP signature. It counts if the key was valid when it was made: a key that expires takes
 * nothing from the releases it has signed, and signs no further ones.
 */
async function verifySignature(request) {
    const { createMessage, readKeys, readSignature, verify } = await __webpack_require__.e(/* import() */ 74).then(__webpack_require__.bind(__webpack_require__, 3074));
    const refused = (found, fingerprints = []) => new errors/* ActionError */.lZ({
        what: `The signature of ${request.name} is not valid. Nothing was installed`,
        found,
        expected: `a signature by the key of ${request.signer}${fingerprints.length === 0 ? '' : `, ${fingerprints.join(' or ')}`}`,
        wayOut: request.wayOut,
    });
    const known = (await Promise.all(request.keys.map((armoredKeys) => readKeys({ armoredKeys })))).flat();
    const fingerprints = [...new Set(known.map((key) => key.getFingerprint().toUpperCase()))];
    const signature = await readSignature({ binarySignature: request.signature }).catch((thrown) => {
        throw refused(`${request.signature.length} bytes that are no signature: ${(0,errors/* asError */.zR)(thrown).message}`, fingerprints);
    });
    const reasons = new Set();
    // One key at a time: the same key with other self-signatures is valid at another time.
    for (const key of known) {
        const message = await createMessage({ binary: request.content });
        const { signatures } = await verify({ message, signature, verificationKeys: [key] });
        for (const one of signatures) {
            try {
                await one.verified;
                const at = (await one.signature).packets[0]?.created;
                if (at instanceof Date)
                    return { fingerprint: key.getFingerprint().toUpperCase(), at };
            }
            catch (thrown) {
                reasons.add((0,errors/* asError */.zR)(thrown).message);
            }
        }
    }
    throw refused([...reasons].join('; ') || 'no signature', fingerprints);
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/verified-release.js







/** Throws unless the archive is what the signer has released: signature, then checksum. */
async function verifyRelease(folder, files, against) {
    const content = await (0,promises_.readFile)((0,external_node_path_.join)(folder, files.checksums));
    const signature = await (0,promises_.readFile)((0,external_node_path_.join)(folder, files.signature));
    const signedBy = await verifySignature({ name: files.checksums, content, signature, ...against });
    const expected = checksumOf(content.toString('utf8'), files.archive);
    if (expected === undefined) {
        throw new errors/* ActionError */.lZ({
            what: `${files.checksums} is signed, and does not name ${files.archive}. Nothing was installed`,
            wayOut: against.wayOut,
        });
    }
    const hash = (0,external_node_crypto_.createHash)('sha256');
    await (0,external_node_stream_promises_.pipeline)((0,external_node_fs_.createReadStream)((0,external_node_path_.join)(folder, files.archive)), hash);
    const found = hash.digest('hex');
    if (found !== expected) {
        throw new errors/* ActionError */.lZ({
            what: `${files.archive} is not the file that ${against.signer} released. Nothing was installed`,
            found: `SHA-256 ${found}`,
            expected: `SHA-256 ${expected}, as the signed ${files.checksums} says`,
            wayOut: against.wayOut,
        });
    }
    return signedBy;
}
/** A line is `64 hex digits, two spaces, name`. */
function checksumOf(text, name) {
    for (const line of text.split('\n')) {
        const [, checksum, named] = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line.trimEnd()) ?? [];
        if (named === name)
            return checksum;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/src/gateways/terraform/install/install.js










const MOST_ARCHIVE = 300 * 1024 * 1024;
const MOST_TEXT = 32 * 1024 * 1024;
/** Go's names, which both vendors use. */
const SYSTEMS = { win32: 'windows', sunos: 'solaris' };
const PROCESSORS = { x64: 'amd64', ia32: '386' };
/**
 * Installs a release for this job. The vendor's archive, checksum file and signature are downloaded, or taken from the
 * runner's tool cache, and verified either way: what an earlier job has left there is not trusted.
 *
 * @returns the program's absolute path
 */
async function install(request) {
    const { program, wanted, environment, log } = request;
    const source = releaseSource(program, environment);
    const version = await chosenVersion(request, source);
    (0,choose_version/* requireVersion */.eU)(program, version, wanted);
    log.info(`${choose_version/* PROGRAM_NAMES */.kV[program]} ${version}: ${wanted.because ?? `${wanted.namedBy} says "${wanted.text}"`}`);
    const files = filesOf(program, version, source);
    const against = await verificationOf(source, environment, log);
    const kept = keptReleases(program, environment, log);
    return await inNewFolder(request, async (folder) => {
        if (!(await useKept(await kept.find(version), folder, files, against, log))) {
            await fetchRelease(folder, files, source.folder(version), version, request, source);
            const { fingerprint, at } = await verifyRelease(folder, files, against);
            const signed = `key ${fingerprint}, ${at.toISOString().slice(0, 10)}`;
            log.info(`Downloaded ${files.archive} from ${source.folder(version)}: its checksum is the signed one (${signed})`);
            const place = await kept.keep(folder, version);
            if (place !== undefined)
                log.info(`Kept in ${place} for later jobs on this runner`);
        }
        return await unpack(folder, files, version, request);
    });
}
/** Copied before it is verified: what another job does to the kept files meanwhile cannot matter. */
async function useKept(earlier, folder, files, against, log) {
    if (earlier === undefined)
        return false;
    try {
        for (const name of Object.values(files))
            await (0,promises_.copyFile)((0,external_node_path_.join)(earlier, name), (0,external_node_path_.join)(folder, name));
        const { fingerprint } = await verifyRelease(folder, files, against);
        log.info(`Found ${files.archive} in ${earlier}, verified again with key ${fingerprint}: nothing was downloaded`);
        return true;
    }
    catch (thrown) {
        log.warning(`What is kept in ${earlier} is not used: ${(0,errors/* asError */.zR)(thrown).message} It is downloaded again`);
        return false;
    }
}
async function chosenVersion({ program, wanted, ...request }, source) {
    const known = (0,choose_version/* versionWithoutList */.VC)(program, wanted);
    if (known !== undefined)
        return known;
    return await inNewFolder(request, async (folder) => {
        const file = (0,external_node_path_.join)(folder, 'releases.json');
        await download({ url: source.list, file, most: MOST_TEXT, signal: request.signal, wayOut: unreachable(source) });
        return (0,choose_version/* versionFromList */.nY)(program, wanted, listed(await (0,promises_.readFile)(file, 'utf8'), source.list));
    });
}
/** `{ versions: { "1.11.4": … } }` of HashiCorp, `{ versions: [{ id: "1.10.6" }] }` of OpenTofu. */
function listed(text, url) {
    try {
        const { versions } = JSON.parse(text);
        return Array.isArray(versions) ? versions.map(({ id }) => String(id)) : Object.keys(versions);
    }
    catch (cause) {
        throw new errors/* ActionError */.lZ({
            what: `The list of releases cannot be read: ${url}`,
            found: `${text.length} characters that are no such list`,
            wayOut: 'Name an exact version in "terraform-version": then no list is asked for',
            cause,
        });
    }
}
function filesOf(program, version, { signatureSuffix }) {
    const system = SYSTEMS[(0,external_node_os_.platform)()] ?? (0,external_node_os_.platform)();
    const processor = PROCESSORS[(0,external_node_os_.arch)()] ?? (0,external_node_os_.arch)();
    const checksums = `${program}_${version}_SHA256SUMS`;
    return {
        archive: `${program}_${version}_${system}_${processor}.zip`,
        checksums,
        signature: checksums + signatureSuffix,
    };
}
async function verificationOf({ vendor, keys, keyVariable, mirrorVariable }, environment, log) {
    const wayOut = `Run the job again. If it stays, compare with the vendor's file, and check the mirror in ${mirrorVariable} if one is named there`;
    const file = environment[keyVariable] ?? '';
    if (file === '')
        return { keys, signer: vendor, wayOut };
    log.info(`${keyVariable} names the key that releases are verified with: ${file}`);
    const key = await (0,promises_.readFile)(file, 'utf8').catch((cause) => {
        throw new errors/* ActionError */.lZ({
            what: `The public key that ${keyVariable} names cannot be read`,
            found: (0,errors/* asError */.zR)(cause).message,
            wayOut: `Name an armored public key in ${keyVariable}, or remove it: the vendor's key is built in`,
        });
    });
    return { keys: [key], signer: file, wayOut };
}
async function fetchRelease(folder, files, from, version, { program, wanted, signal }, source) {
    const wayOut = unreachable(source);
    try {
        // The small ones first: what does not exist costs no large download.
        for (const name of [files.checksums, files.signature, files.archive]) {
            const most = name === files.archive ? MOST_ARCHIVE : MOST_TEXT;
            await download({ url: `${from}/${name}`, file: (0,external_node_path_.join)(folder, name), most, signal, wayOut });
        }
    }
    catch (thrown) {
        if (!(thrown instanceof NotReleased))
            throw thrown;
        throw new errors/* ActionError */.lZ({
            what: `There is no ${choose_version/* PROGRAM_NAMES */.kV[program]} ${version} for ${(0,external_node_os_.platform)()} on ${(0,external_node_os_.arch)()}`,
            found: `${thrown.parts.found} for ${from}`,
            wayOut: `Change ${wanted.namedBy} to a version that ${source.vendor} has released`,
            cause: thrown,
        });
    }
}
function unreachable({ mirrorVariable }) {
    return `Let the runner reach that address (HTTPS_PROXY is honoured), name a mirror in ${mirrorVariable}, or put the program on PATH`;
}
/** Only the program is taken out of the archive, under a name of ours: no path of the archive is followed. */
async function unpack(folder, { archive }, version, request) {
    const name = (0,external_node_os_.platform)() === 'win32' ? `${request.program}.exe` : request.program;
    const content = (0,esm/* unzipSync */.AO)(await (0,promises_.readFile)((0,external_node_path_.join)(folder, archive)), { filter: (file) => file.name === name })[name];
    if (content === undefined)
        throw new errors/* ActionError */.lZ({ what: `${archive} has no file "${name}"` });
    const into = await newFolder(request.temporaryDirectory, `${request.program}-${version}-`);
    const path = (0,external_node_path_.join)(into, name);
    await (0,promises_.writeFile)(path, content, { mode: 0o755 });
    return path;
}
async function inNewFolder({ temporaryDirectory }, work) {
    const folder = await newFolder(temporaryDirectory, 'release-');
    try {
        return await work(folder);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
async function newFolder(inside, prefix) {
    await (0,promises_.mkdir)(inside, { recursive: true });
    return await (0,promises_.mkdtemp)((0,external_node_path_.join)(inside, prefix));
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
