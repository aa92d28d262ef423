import type { Outcome } from '../acquire-from-peer.js';
import type { Greeting, RawAnswer } from '../raw-server.js';

/** The behaviour of a server, and the expected result of a download from it. */
export type Misbehaviour = readonly [name: string, answer: RawAnswer | Greeting, outcome: Outcome];
