import { runExamples } from './example-runs.js';

runExamples(1);
