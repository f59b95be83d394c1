type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment names a proxy. Which requests go through it is decided for each, by `NO_PROXY` too. */
export function namesProxy(environment: Environment): boolean {
  return ['HTTPS_PROXY', 'HTTP_PROXY'].some(
    (name) => (environment[name] || environment[name.toLowerCase()] || '') !== '',
  );
}
