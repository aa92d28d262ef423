import { hasAddon } from './addon.js';
import { hasLibrary } from './library.js';
import { findTfjsNode, packageVersion } from './package.js';
import { checkMachine, describeMachine, type Machine, type Missing } from './plain/machine.cjs';
import { findPython, type Python } from './plain/python.cjs';
import { describeRenderer } from './renderer.js';
import { type SelfTest, testTensorflow } from './self-test.js';

/** What a project has of all that TensorFlow needs; plain data, to be shown or sent as JSON. */
export interface Diagnosis {
  readonly machine: Machine;
  /** Needed by the set-up only. */
  readonly python?: Python;
  /** What the machine lacks, each with its remedy. */
  readonly missing: readonly Missing[];
  readonly tfjsNode?: {
    readonly directory: string;
    readonly version: string;
    /** Whether TensorFlow's library is in its place, whole. */
    readonly hasLibrary: boolean;
    /** Whether the addon is in its place and fits the library. */
    readonly hasAddon: boolean;
  };
  /** What draws still pictures of figures; `null` where nothing does. */
  readonly pictures: string | null;
  /** How TensorFlow did when it was loaded just now. */
  readonly selfTest:
    | ({ readonly passed: true } & SelfTest)
    | { readonly passed: false; readonly error: string };
}

/**
 * Looks at everything that the set-up makes, changes nothing, and tries TensorFlow.
 *
 * @param projectDirectory the folder of the project's `package.json`, or one inside it
 */
export async function diagnose(projectDirectory: string): Promise<Diagnosis> {
  const machine = describeMachine();
  const { python, missing } = findPython();
  const directory = findTfjsNode(projectDirectory);
  const found = {
    machine,
    python,
    missing: [checkMachine(machine), missing].filter((one) => one !== undefined),
    pictures: describeRenderer(),
  };
  if (!directory) {
    const error = `@tensorflow/tfjs-node is not installed in ${projectDirectory}; run \`npx mnist-lab setup\``;
    return { ...found, selfTest: { passed: false, error } };
  }
  const tfjsNode = {
    directory,
    version: packageVersion(directory),
    hasLibrary: hasLibrary(directory),
    hasAddon: hasAddon(directory),
  };
  try {
    return { ...found, tfjsNode, selfTest: { passed: true, ...(await testTensorflow(directory)) } };
  } catch (error) {
    return { ...found, tfjsNode, selfTest: { passed: false, error: (error as Error).message } };
  }
}
