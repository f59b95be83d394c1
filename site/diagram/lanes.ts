/** One stop on a lane. `lines` is the label, broken by hand: SVG text does not wrap. */
export interface Stop {
  readonly lines: readonly string[];
  /** A detail in small type: a file name, a rule. */
  readonly note?: string;
}

export interface Lane {
  readonly id: 'front' | 'back';
  readonly name: string;
  readonly stops: readonly Stop[];
}

/** Both lanes of the original diagram. They end in one state. */
export const LANES: readonly [Lane, Lane] = [
  {
    id: 'front',
    name: 'Front end',
    stops: [
      { lines: ['Write code'] },
      { lines: ['Build with', 'version hash'], note: 'app-3f2a9c1b.js' },
      { lines: ['Sync to the', 'website bucket'], note: 'pages last' },
    ],
  },
  {
    id: 'back',
    name: 'Back end',
    stops: [
      { lines: ['Write API code'] },
      { lines: ['Zip handler and', 'dependencies'], note: 'a .jar for Java' },
      { lines: ['Copy to a', 'private bucket'], note: 'NAME/SHA256.zip' },
      { lines: ['Deploy the', 'Lambda function'] },
      { lines: ['Link it to', 'its endpoint'] },
      { lines: ['Deploy the API', 'to a stage'], note: 'dev, test, prod' },
    ],
  },
];

export const TERMINAL = 'Fully deployed';

/** The diagram in words, for those who do not see it. */
export function describeLanes(lanes: readonly Lane[]): string {
  const sentences = lanes.map((lane) => {
    const stops = lane.stops.map((stop) => lowerFirst(stop.lines.join(' ')));
    return `${lane.name}: ${stops.join(', then ')}.`;
  });
  return `Two lanes that end in one state. ${sentences.join(' ')} Both end in: ${TERMINAL.toLowerCase()}.`;
}

function lowerFirst(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
