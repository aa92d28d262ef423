import type { Locator, Page } from 'playwright-core';
import { vi } from 'vitest';

/** The actions of a reader in JupyterLab with the open notebook. */
export class LabPage {
  private readonly page: Page;
  readonly codeCells: Locator;

  constructor(page: Page) {
    this.page = page;
    this.codeCells = page.locator('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell');
  }

  async open(address: string): Promise<void> {
    await this.page.goto(`${address}?reset`);
    await this.codeCells.first().waitFor();
    await this.idle();
  }

  /** Runs a JupyterLab command, as its menus do. */
  async command(name: string, options: object = {}): Promise<void> {
    await this.page.evaluate(
      async ([id, args]) => {
        await (globalThis as unknown as LabWindow).jupyterapp?.commands.execute(id, args);
      },
      [name, options] as const,
    );
  }

  /** Runs all cells and waits for the last one. */
  async runAll(): Promise<void> {
    await this.command('notebook:run-all-cells');
    await this.finished(this.codeCells.last());
  }

  /** Adds a cell with this code at the end and starts it. */
  async start(code: string): Promise<Locator> {
    const before = await this.codeCells.count();
    await this.command('notebook:move-cursor-down');
    await this.codeCells.last().locator('.jp-InputArea-editor').click();
    await this.page.keyboard.press('Escape');
    await this.command('notebook:insert-cell-below');
    await until(async () => (await this.codeCells.count()) === before + 1);
    const cell = this.codeCells.last();
    await cell.locator('.cm-content').click();
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press('Control+Enter');
    return cell;
  }

  /** Adds a cell with this code at the end and runs it. @returns The printed text. */
  async run(code: string): Promise<string | null> {
    const cell = await this.start(code);
    await this.finished(cell);
    const outputs = cell.locator('.jp-OutputArea-output');
    return (await outputs.allTextContents()).join('');
  }

  /** Presses the stop button and waits for the cell to end. */
  async stop(cell: Locator): Promise<void> {
    await this.page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:interrupt-kernel"]').click();
    await this.finished(cell);
  }

  /** Presses the restart button, confirms, and waits for the new kernel. */
  async restart(): Promise<void> {
    await this.page.locator('.jp-NotebookPanel-toolbar [data-command="notebook:restart-kernel"]').click();
    await this.page.locator('.jp-Dialog .jp-mod-accept').click();
    await this.idle();
  }

  /** Whether JupyterLab shows unsaved changes. */
  isUnsaved(): Promise<boolean> {
    return this.page.evaluate(
      () =>
        (globalThis as unknown as LabWindow).jupyterapp?.shell.currentWidget?.context?.model.dirty ?? true,
    );
  }

  /** The kernel status shown by JupyterLab. */
  kernelStatus(): Promise<string | undefined> {
    return this.page.evaluate(
      () =>
        (globalThis as unknown as LabWindow).jupyterapp?.shell.currentWidget?.sessionContext
          ?.kernelDisplayStatus,
    );
  }

  /** Waits until a cell has ended. Its prompt then has a number, or is empty if an earlier cell failed. */
  private async finished(cell: Locator): Promise<void> {
    const prompt = cell.locator('.jp-InputPrompt');
    await until(async () => {
      const text = (await prompt.textContent()) ?? '';
      return /\[\d+\]/.test(text) || (/\[ \]/.test(text) && (await this.kernelStatus()) === 'idle');
    });
  }

  /** Waits until the kernel is idle. The indicator on the page shows idle even before a kernel exists. */
  private async idle(): Promise<void> {
    await until(() =>
      this.page.evaluate(() => {
        const kernel = (globalThis as unknown as LabWindow).jupyterapp?.shell.currentWidget?.sessionContext
          ?.session?.kernel;
        return kernel?.connectionStatus === 'connected' && kernel.status === 'idle';
      }),
    );
  }
}

/** Waits for a condition. Only a broken page exceeds the time limit. */
function until(isSo: () => Promise<boolean>): Promise<void> {
  return vi.waitFor(
    async () => {
      if (!(await isSo())) throw new Error(`Not yet: ${isSo}`);
    },
    { timeout: 300_000, interval: 200 },
  );
}

interface LabWindow {
  jupyterapp?: {
    commands: { execute(id: string, args: object): Promise<unknown> };
    shell: {
      currentWidget?: {
        context?: { model: { dirty: boolean } };
        sessionContext?: {
          kernelDisplayStatus: string;
          session?: { kernel?: { connectionStatus: string; status: string } };
        };
      };
    };
  };
}
