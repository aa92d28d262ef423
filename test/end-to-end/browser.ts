import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { browserPrograms } from '../../lib/src/notebook/browser/programs.js';

/** Starts the browser that the library draws with, so that a test can open pages. */
export async function openBrowser(options: LaunchOptions = {}): Promise<Browser> {
  for await (const { command, environment } of browserPrograms()) {
    return chromium.launch({
      executablePath: command,
      env: { ...(process.env as Record<string, string>), ...environment },
      // The library starts it with the same settings: software WebGL and no sandbox.
      args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
      ...options,
    });
  }
  throw new Error('Expected a Chrome, Chromium or Edge for this test, or the package @sparticuz/chromium.');
}
