export const compileNow = () => '';
