import {
  chosenBrowsers,
  chromiumPackageName,
  findChromiumPackage,
  isExecutable,
} from '../system/browsers.js';
import { hasAddon, type SelfTest, testTensorflow } from './addon.js';
import { hasLibrary } from './library.js';
import { findTfjsNode, packageVersion } from './package.js';
import { checkMachine, describeMachine, type Machine, type Missing } from './plain/machine.cjs';
import { findPython, type Python } from './plain/requirements.cjs';

/** The state of everything that TensorFlow needs in a project, as plain data. */
export interface Diagnosis {
  readonly machine: Machine;
  /** A suitable Python, which only setup needs. */
  readonly python?: Python;
  /** Missing requirements of the machine, each with its fix. */
  readonly missing: readonly Missing[];
  readonly tfjsNode?: {
    readonly directory: string;
    readonly version: string;
    readonly hasLibrary: boolean;
    /** Whether the addon exists, matches the library and its sources, and has passed the self-test. */
    readonly hasAddon: boolean;
  };
  /** The browser that draws static charts (PNG), or `null` if there is none. */
  readonly pictures: string | null;
  readonly selfTest:
    | ({ readonly passed: true } & SelfTest)
    | { readonly passed: false; readonly error: string };
}

/**
 * Inspects this machine and a project's TensorFlow, without changing anything, and runs TensorFlow's self-test.
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
    pictures: describeBrowser(),
  };
  if (!directory) {
    const error = `@tensorflow/tfjs-node is not installed in ${projectDirectory}. Run \`npx mnist-lab setup\`.`;
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

/** The browser that draws static charts here: its path or package, or `null` without one. */
export function describeBrowser(): string | null {
  const { programs, includesPackage } = chosenBrowsers();
  const program = programs.find(isExecutable);
  return program ?? (includesPackage && findChromiumPackage() ? chromiumPackageName : null);
}
