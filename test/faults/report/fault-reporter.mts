import type { TestCase, TestModule, TestRunEndReason, Vitest } from 'vitest/node';
import type { FaultKind, TriedFault } from './fault-kinds.js';
import { type FaultRow, renewedFaultTable } from './fault-table.js';
import { renewSection, whenAndWhere } from './reliability-page.js';

/**
 * Writes the results of a run to test/RELIABILITY.md. Rows of kinds that did not run are kept. A run of selected
 * tests, or with `MNIST_LAB_FAULT_CASES`, writes nothing.
 */
export default class FaultReporter {
  private isWhole = true;

  onInit(vitest: Vitest): void {
    const { testNamePattern } = vitest.config;
    this.isWhole = !testNamePattern && !process.env.MNIST_LAB_FAULT_CASES;
  }

  onTestRunEnd(modules: readonly TestModule[], _errors: readonly unknown[], reason: TestRunEndReason): void {
    if (!this.isWhole || reason === 'interrupted') return;
    const rows = rowsOf([...modules].flatMap((module) => [...module.children.allTests()]));
    if (rows.length > 0) renewSection('faults', (before) => renewedFaultTable(before, rows));
  }
}

/** Rows of the table. Skipped tests, which need Linux or root, count no cases. */
function rowsOf(tests: readonly TestCase[]): FaultRow[] {
  const rows = new Map<FaultKind, FaultRow>();
  const where = whenAndWhere();
  for (const test of tests) {
    const fault = (test.meta() as { fault?: TriedFault }).fault;
    const { state } = test.result();
    if (!fault || (state !== 'passed' && state !== 'failed')) continue;
    const { kind } = fault;
    const { cases, failures } = rows.get(kind) ?? { cases: 0, failures: 0 };
    rows.set(kind, {
      kind,
      cases: cases + fault.cases,
      failures: failures + (state === 'failed' ? 1 : 0),
      where,
    });
  }
  return [...rows.values()];
}
