/** What was given of `trainSettings`, by name. */
export interface TrainValues {
  readonly imageShape?: readonly [rows: number, columns: number];
  readonly testShare?: number;
  readonly recipe?: 'digit' | 'fashion' | 'small-digit';
  readonly hiddenUnits?: readonly number[];
  readonly activation?: string;
  readonly batchNormalization?: boolean;
  readonly standardize?: boolean;
  readonly name?: string;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly optimizer?: 'adam' | 'adamw';
  readonly seed?: number;
  readonly validationSize?: number;
  readonly calibrate?: boolean;
  readonly engine?: 'auto' | 'graph' | 'layers';
  readonly learningRate?: number;
  readonly schedule?: 'constant' | 'cosine' | 'one-cycle';
  readonly warmUpEpochs?: number;
  readonly finalLearningRate?: number;
  readonly warmUpPart?: number;
  readonly dropoutRate?: number;
  readonly weightDecay?: number;
  readonly labelSmoothing?: number;
  readonly gradientClipNorm?: number;
  readonly weightAveraging?: number;
  readonly shiftPixels?: number;
  readonly horizontalFlip?: boolean;
  readonly mixup?: number;
  readonly patience?: number;
  readonly monitor?: 'validationLoss' | 'validationAccuracy' | 'loss' | 'accuracy';
  readonly minimumDelta?: number;
  readonly checkpoint?: string;
  readonly checkpointEvery?: number;
  readonly resume?: boolean;
}
