import * as runner from './workflow-commands.js';

/** The step's outputs and its page in the run's summary. */
export const stepResults = {
  output(name: string, value: string): void {
    runner.setOutput(name, value);
  },
  async summary(markdown: string): Promise<void> {
    runner.addSummary(markdown);
  },
};
