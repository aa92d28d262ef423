import { describe, expect, test } from 'vitest';
import { connectionFailure } from '../../lib/src/datasets/acquisition/download-error.js';
import { completeLimits } from '../../lib/src/datasets/acquisition/download-limits.js';

const failure = (code: string, message = `connect ${code} 192.0.2.1:443`) =>
  Object.assign(new Error(message), { code });

describe('connectionFailure()', () => {
  test.each([
    'EAI_AGAIN',
    'ETIMEDOUT',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'EPIPE',
    'UND_ERR_SOCKET',
  ])('treats the error %s as temporary', (code) => {
    expect(connectionFailure(failure(code), undefined, false).isTemporary).toBe(true);
  });

  test.each(['ENOTFOUND', 'ECONNREFUSED', 'CERT_HAS_EXPIRED', 'UND_ERR_HEADERS_OVERFLOW'])(
    'treats the error %s as permanent',
    (code) => {
      expect(connectionFailure(failure(code), undefined, false).isTemporary).toBe(false);
    },
  );

  test('reports the error of the first address if all addresses of a host failed', () => {
    const each = [failure('ETIMEDOUT'), failure('ENETUNREACH')];
    const { message, isTemporary } = connectionFailure(new AggregateError(each, ''), undefined, false);
    expect([message, isTemporary]).toEqual(['connect ETIMEDOUT 192.0.2.1:443', true]);
  });

  test('names the proxy, unless the response had already begun', () => {
    expect(connectionFailure(failure('ECONNRESET', 'reset'), 'https_proxy is p:1', true).message).toBe(
      'the connection broke (reset)',
    );
    expect(connectionFailure(failure('ENOTFOUND', 'no p'), 'https_proxy is p:1', false).message).toBe(
      'no p (https_proxy is p:1)',
    );
  });
});

describe('the limits of a download', () => {
  test('have defaults, which options override one by one', () => {
    const limits = completeLimits({ responseTimeout: 5 });
    expect(limits).toMatchObject({
      responseTimeout: 5,
      idleTimeout: 30_000,
      minimumRate: 4_000,
      maximumRetryDelay: 30_000,
    });
  });

  test.each([0, -1, Number.NaN, 2 ** 31])(
    'reject %d ms, which is not between 1 and 2,147,483,647 ms',
    (idleTimeout) => {
      expect(() => completeLimits({ idleTimeout })).toThrow(
        `expected the limit "idleTimeout" to be from 1 to 2,147,483,647 but found ${idleTimeout}`,
      );
    },
  );
});
