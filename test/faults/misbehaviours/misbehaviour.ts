import type { Outcome } from '../acquire-from-peer.js';
import type { Greeting, RawAnswer } from '../raw-server.js';

/** What a server does, and what must come out of an acquisition from it. */
export type Misbehaviour = readonly [name: string, answer: RawAnswer | Greeting, outcome: Outcome];
