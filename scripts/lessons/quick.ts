/** A run that shows in under a minute what a lesson does; its networks are small and hardly trained. */

/** Values for the parameters of all lessons; each takes those that it knows. */
export const quickParameters = { epochs: 1, ablationEpochs: 1, hiddenUnits: [64, 32] } as const;
