import { base64Sha256, passedThrough } from '../../lambda/lambda-package.js';
import type { PackagePorts } from '../packages/lane.js';
import type { PromotedRelease } from './promoted-release.js';
import { refusedPromotion } from './refusal.js';

/** The packages of the release instead of those of a build: the same bytes, under the same keys. */
export function promotedPackages<Ports extends PackagePorts>(
  { from, source, record }: PromotedRelease,
  to: string,
  ports: Ports,
): Ports {
  const { backEnd, artifacts, release } = record;
  const again = `Deploy ${from} once more`;
  return {
    ...ports,
    sources: {
      async read(name) {
        const wanted = backEnd?.packages.find((one) => one.name === name);
        if (wanted === undefined || artifacts === undefined) {
          throw refusedPromotion({ from, to }, `the record of ${release} has no package "${name}"`, again);
        }
        const extension = wanted.key.endsWith('.jar') ? 'jar' : 'zip';
        const bytes = await source.packages(artifacts).read(wanted.key);
        const hash = base64Sha256(bytes);
        if (hash !== wanted.sha256 || passedThrough(name, extension, bytes).key !== wanted.key) {
          throw refusedPromotion(
            { from, to },
            `SHA-256 ${hash} instead of ${wanted.sha256} under ${wanted.key} in ${artifacts}`,
            again,
          );
        }
        return { kind: 'archive', extension, bytes };
      },
    },
  };
}
