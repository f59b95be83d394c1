import * as core from '@actions/core';

/** The step's outputs and its page in the run's summary. */
export const stepResults = {
  output(name: string, value: string): void {
    core.setOutput(name, value);
  },
  async summary(markdown: string): Promise<void> {
    await core.summary.addRaw(markdown, true).write();
  },
};
