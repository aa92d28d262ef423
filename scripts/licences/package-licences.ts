import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface LicensedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The text of its licence, if it is installed here and includes one. */
  readonly text: string;
}

interface LockedPackage {
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly link?: boolean;
}

/** Every Node package installed for users, on any system, without development tools. */
export function nodePackages(root: string): LicensedPackage[] {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  const all = Object.entries(lock.packages as Readonly<Record<string, LockedPackage>>);
  const used = all.filter(([place, { dev, link }]) => place.includes('node_modules/') && !dev && !link);
  const packages = used.map(([place, { name, version, license }]) => {
    const text = textsIn(path.join(root, place));
    const licence = license ?? (/^\W*(the )?MIT licen[cs]e/i.test(text) ? 'MIT' : 'unknown');
    return { name: name ?? place.split('node_modules/').at(-1)!, version: version!, licence, text };
  });
  return inOrder(packages);
}

/**
 * Every Python package installed in a virtual environment, from its file `METADATA`. Newer packages have a
 * `License-Expression` (PEP 639) there, older ones `License` or classifiers.
 */
export function pythonPackages(environment: string): LicensedPackage[] {
  const lib = path.join(environment, 'lib');
  const [version] = readdirSync(lib).filter((name) => name.startsWith('python'));
  const packages = path.join(lib, version!, 'site-packages');
  const described = readdirSync(packages).filter((name) => name.endsWith('.dist-info'));
  return inOrder(described.map((name) => pythonPackage(path.join(packages, name))));
}

function pythonPackage(folder: string): LicensedPackage {
  const [head = ''] = readFileSync(path.join(folder, 'METADATA'), 'utf8').split('\n\n');
  const field = (name: string) => new RegExp(`^${name}: (.+)$`, 'm').exec(head)?.[1];
  const classified = [...head.matchAll(/^Classifier: License :: (?:OSI Approved :: )?(.+)$/gm)];
  const licence =
    field('License-Expression') ?? (classified.map(([, name]) => name).join(', ') || field('License'));
  return {
    name: field('Name')!,
    version: field('Version')!,
    licence: licence ?? 'unknown',
    text: textsIn(folder),
  };
}

/** Texts of licence files in a folder, but not in its packages. */
function textsIn(folder: string): string {
  if (!existsSync(folder)) return '';
  const isText = (name: string) =>
    /licen[cs]e|copying|notice/i.test(name) && !/\.(js|ts|json|map)$/.test(name);
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'licenses' ? [textsIn(file)] : [];
      return isText(entry.name) || path.basename(folder) === 'licenses' ? [readFileSync(file, 'utf8')] : [];
    })
    .join('\n\n');
}

function inOrder(packages: readonly LicensedPackage[]): LicensedPackage[] {
  const key = ({ name, version }: LicensedPackage) => `${name} ${version}`;
  const once = new Map(packages.map((each) => [key(each), each]));
  return [...once.values()].toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}
