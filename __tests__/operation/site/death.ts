import type { SiteStage } from './stage.js';

/** From now on nothing that this run asks is done: it is dead, and its lock stays. */
function dies(site: SiteStage): void {
  for (const service of ['s3', 'cloudfront']) site.cloud.faults.add({ service, effect: { status: 403 } });
}

/** The last request that is answered is number `survived`. */
export function diesAfter(survived: number, site: SiteStage): void {
  if (survived === 0) {
    dies(site);
    return;
  }
  let done = 0;
  const withdraw = ['s3', 'cloudfront'].map((service) =>
    site.cloud.faults.add({
      service,
      effect: {
        meanwhile: () => {
          done += 1;
          if (done < survived) return;
          for (const rule of withdraw) rule();
          dies(site);
        },
      },
    }),
  );
}
