const last = new Map<string, Promise<unknown>>();

/**
 * Starts a task when all earlier ones of the same name have ended, within this process: of two that write to one
 * place, the one that was asked for last is the one that stays.
 */
export function inTurn<Result>(name: string, task: () => Promise<Result>): Promise<Result> {
  const turn = (last.get(name) ?? Promise.resolve()).then(task, task);
  const ended = turn.then(
    () => forget(),
    () => forget(),
  );
  const forget = () => {
    if (last.get(name) === ended) last.delete(name);
  };
  last.set(name, ended);
  return turn;
}
