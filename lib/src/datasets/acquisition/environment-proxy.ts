import { DownloadError } from './download-error.js';

/** How to reach a URL, as options of undici's `EnvHttpProxyAgent`. */
export interface ProxyRoute {
  /** What the variable says, for messages: `https_proxy is proxy.example.org:3128`, without a login. */
  readonly proxy?: string;
  readonly options: { readonly httpProxy: string; readonly httpsProxy: string; readonly token?: string };
}

const direct: ProxyRoute = { options: { httpProxy: '', httpsProxy: '' } };

/**
 * The proxy that the environment names for a URL (`HTTPS_PROXY`, `HTTP_PROXY`). undici handles `NO_PROXY`, but not a proxy
 * without a scheme, or a login without a password.
 *
 * @throws {DownloadError} if the variable holds no proxy; its value is not shown, as it may be a password.
 */
export function environmentProxy(url: URL, environment: NodeJS.ProcessEnv = process.env): ProxyRoute {
  const name = `${url.protocol.slice(0, -1)}_proxy`;
  const variable = environment[name] ? name : name.toUpperCase();
  const value = environment[variable];
  if (!value) return direct;
  const proxy = parseProxy(value.includes('://') ? value : `http://${value}`);
  if (!proxy) {
    throw new DownloadError(
      `expected the environment variable ${variable} to be like http://proxy.example.org:3128, of http or https`,
      false,
    );
  }
  const uri = proxy.origin;
  const login = loginOf(proxy);
  return {
    proxy: `${variable} is ${proxy.host}`,
    options: {
      httpProxy: url.protocol === 'http:' ? uri : '',
      httpsProxy: url.protocol === 'https:' ? uri : '',
      ...(login && { token: `Basic ${Buffer.from(login).toString('base64')}` }),
    },
  };
}

function parseProxy(text: string): URL | undefined {
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  return proxy && ['http:', 'https:'].includes(proxy.protocol) ? proxy : undefined;
}

function loginOf({ username, password }: URL): string | undefined {
  return username || password ? `${decoded(username)}:${decoded(password)}` : undefined;
}

/** A percent sign that is not an escape stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
