// Made from the options' tables by `npm run options`: edit those, not this.

/** Learning-rate schedule. */
export type LearningRateSchedule =
  /** Same learning rate in all steps. */
  | {
      readonly kind: 'constant';
      /** Learning rate, or its peak if the schedule changes it. Defaults to 0.001. */
      readonly learningRate?: number;
    }
  /**
   * Linear rise during the warm-up, then a fall along half a cosine wave (Loshchilov and Hutter 2017, without
   * restarts).
   */
  | {
      readonly kind: 'cosine';
      /** Learning rate, or its peak if the schedule changes it. */
      readonly peak: number;
      /** Epochs of linear warm-up. Defaults to 0. */
      readonly warmupEpochs?: number;
      /** Learning rate after the last step. Defaults to 0. */
      readonly final?: number;
    }
  /**
   * Rise along half a cosine wave from 1/25 of the peak during the warm-up, then a fall along half a cosine
   * wave to nearly 0 (Smith and Topin 2018).
   */
  | {
      readonly kind: 'oneCycle';
      /** Learning rate, or its peak if the schedule changes it. */
      readonly peak: number;
      /** Length of the warm-up, as a fraction of all steps. Defaults to 0.3. */
      readonly warmupFraction?: number;
    };

/** Optimisation algorithm. */
export type OptimizerChoice =
  /** Step sizes per weight from running means of gradients (Kingma and Ba 2015). */
  | {
      readonly kind: 'adam';
      /** Decay rate of the running mean of gradients (first moment). Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay rate of the running mean of squared gradients (second moment). Defaults to 0.999. */
      readonly beta2?: number;
      /** Small constant added for numerical stability. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Adam with decoupled weight decay (Loshchilov and Hutter 2019). */
  | {
      readonly kind: 'adamw';
      /** Weight decay, not applied to biases and batch normalisation. Defaults to 0.01. */
      readonly weightDecay?: number;
      /** Decay rate of the running mean of gradients (first moment). Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay rate of the running mean of squared gradients (second moment). Defaults to 0.999. */
      readonly beta2?: number;
      /** Small constant added for numerical stability. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Adam with Nesterov momentum (Dozat 2016). */
  | {
      readonly kind: 'nadam';
      /** Decay rate of the running mean of gradients (first moment). Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay rate of the running mean of squared gradients (second moment). Defaults to 0.999. */
      readonly beta2?: number;
      /** Small constant added for numerical stability. Defaults to 1e-7. */
      readonly epsilon?: number;
      /** Weight decay, not applied to biases and batch normalisation. Defaults to 0. */
      readonly weightDecay?: number;
    }
  /** Gradient descent, with or without momentum and weight decay. */
  | {
      readonly kind: 'sgd';
      /** Fraction of the previous step that is added to the next one. Defaults to 0. */
      readonly momentum?: number;
      /** Use Nesterov momentum. Defaults to false. */
      readonly nesterov?: boolean;
      /** Weight decay, not applied to biases and batch normalisation. Defaults to 0. */
      readonly weightDecay?: number;
    }
  /** Gradients divided by their running RMS (Tieleman and Hinton 2012). */
  | {
      readonly kind: 'rmsprop';
      /** Decay rate of the running mean of squared gradients (second moment). Defaults to 0.9. */
      readonly rho?: number;
      /** Fraction of the previous step that is added to the next one. Defaults to 0. */
      readonly momentum?: number;
      /** Small constant added for numerical stability. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Steps of fixed size along the sign of the momentum (Chen et al. 2023). */
  | {
      readonly kind: 'lion';
      /** Weight decay, not applied to biases and batch normalisation. Defaults to 0.01. */
      readonly weightDecay?: number;
      /** Weight of the running mean in each step; that of the new gradient is 1 - beta1. Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay rate of the running mean of gradients. Defaults to 0.99. */
      readonly beta2?: number;
    };

/** Changes each image at random in each epoch. */
export interface Augmentation {
  /** Maximum shift in whole pixels, in each direction. Defaults to 0. */
  readonly shiftPixels?: number;
  /** Flip images left to right with probability 0.5. Defaults to false. */
  readonly horizontalFlip?: boolean;
  /** Maximum rotation in degrees, in either direction. Defaults to 0. */
  readonly rotateDegrees?: number;
  /** Maximum change of the width and of the height; 0.1 is 10%. Defaults to 0. */
  readonly zoom?: number;
  /** Maximum shear, as a fraction of the image height. Defaults to 0. */
  readonly shear?: number;
  /** Standard deviation of elastic shifts per axis, in pixels (Simard et al. 2003). Defaults to 0. */
  readonly elasticPixels?: number;
  /** Maximum change of the stroke width, in pixels per side. Defaults to 0. */
  readonly strokeWeight?: number;
  /** Strength (alpha) of mixup, which blends two images; try 0.2 (Zhang et al. 2018). Defaults to 0. */
  readonly mixup?: number;
}

/** Reduces augmentation strength towards the end of training (He et al. 2019). */
export interface AugmentationAnnealing {
  /** Fraction of training after which augmentation weakens. */
  readonly start: number;
  /** Fraction of augmentation strength left after the last step. Defaults to 0. */
  readonly finalStrength?: number;
}

/** Stops training when a metric no longer improves, and restores the best weights. */
export interface EarlyStopping {
  /** Epochs without improvement before training stops. */
  readonly patience: number;
  /** Metric that early stopping monitors. Defaults to validationLoss, or loss without validation data. */
  readonly monitor?: 'validationLoss' | 'validationAccuracy' | 'loss' | 'accuracy';
  /** Minimum change that counts as an improvement. Defaults to 0. */
  readonly minDelta?: number;
}

/** Saves the training state to a folder, so that a killed run can resume. */
export interface Checkpointing {
  /** Folder for checkpoints. */
  readonly directory: string;
  /** Number of epochs between checkpoints. Defaults to 1. */
  readonly everyEpochs?: number;
  /** Resume from the checkpoint in the checkpoint folder, if there is one. Defaults to false. */
  readonly resume?: boolean;
}

/** Options of a training run. All fields are optional. */
export interface TrainingChoices {
  /** Number of passes over the training set. Defaults to 10. */
  readonly epochs?: number;
  /**
   * Images per gradient step (the last one of an epoch may have fewer). Defaults to 128, or all images if
   * there are fewer.
   */
  readonly batchSize?: number;
  /** Learning-rate schedule. Defaults to 0.001. */
  readonly learningRate?: number | LearningRateSchedule;
  /** Optimisation algorithm. Defaults to 'adam'. */
  readonly optimizer?: 'adam' | 'adamw' | 'nadam' | 'sgd' | 'rmsprop' | 'lion' | OptimizerChoice;
  /** Target probability spread evenly over all classes (Szegedy et al. 2016). Defaults to 0. */
  readonly labelSmoothing?: number;
  /**
   * Weight of each class in the loss; 'balanced': inverse to its number of images. Defaults to 1 for each
   * class.
   */
  readonly classWeights?: 'balanced' | Readonly<Record<string, number>>;
  /** Maximum norm of all gradients together; larger gradients are scaled down. Defaults to no limit. */
  readonly clipNorm?: number;
  /** Decay of the moving average that replaces the trained weights; try 0.999. Defaults to none. */
  readonly emaDecay?: number;
  /** Changes each image at random in each epoch. */
  readonly augmentation?: Augmentation;
  /** Reduces augmentation strength towards the end of training (He et al. 2019). */
  readonly augmentationAnnealing?: AugmentationAnnealing;
  /** Stops training when a metric no longer improves, and restores the best weights. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Number format; 'mixed' computes in bfloat16 (emulated without AMX, AVX512-BF16). Defaults to `'float32'`.
   */
  readonly precision?: 'float32' | 'mixed';
  /** Seed of shuffling, dropout and augmentation (same seed, same weights). Defaults to 42. */
  readonly seed?: number;
  /** Saves the training state to a folder, so that a killed run can resume. */
  readonly checkpoint?: Checkpointing;
  /** Folder for TensorBoard event files. */
  readonly logDirectory?: string;
  /** Training engine: 'graph' is compiled, 'layers' is LayersModel.fit. Defaults to `'auto'`. */
  readonly engine?: 'auto' | 'graph' | 'layers';
}
