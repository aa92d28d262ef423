// Made from the options' tables by `npm run options`: edit those, not this.

/** A constant rate, or how it changes. */
export type LearningRateSchedule =
  /** The same for every step. */
  | {
      readonly kind: 'constant';
      /** Learning rate of all steps, or the highest. Defaults to 0.001. */
      readonly learningRate?: number;
    }
  /**
   * Rises in a straight line over the warm-up, then falls along half a cosine (Loshchilov and Hutter 2017,
   * without restarts).
   */
  | {
      readonly kind: 'cosine';
      /** Learning rate of all steps, or the highest. */
      readonly peak: number;
      /** Epochs over which the rate rises from 0. Defaults to 0. */
      readonly warmupEpochs?: number;
      /** Learning rate after the last step. Defaults to 0. */
      readonly final?: number;
    }
  /**
   * Rises along half a cosine from a 25th of the peak over the first part, then falls along half a cosine to
   * nearly 0 (Smith and Topin 2018).
   */
  | {
      readonly kind: 'oneCycle';
      /** Learning rate of all steps, or the highest. */
      readonly peak: number;
      /** Part of all steps over which the rate rises. Defaults to 0.3. */
      readonly warmupFraction?: number;
    };

/** How weights are changed by their gradients. */
export type OptimizerChoice =
  /** Steps as long as gradients agree (Kingma and Ba 2015). */
  | {
      readonly kind: 'adam';
      /** Decay of the mean of gradients. Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay of the mean of squared gradients. Defaults to 0.999. */
      readonly beta2?: number;
      /** Keeps a division from becoming one by 0. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Adam with weights that decay (Loshchilov and Hutter 2019). */
  | {
      readonly kind: 'adamw';
      /**
       * Part of each weight, but not of biases and batch norm, taken off a step, times the learning rate.
       * Defaults to 0.01.
       */
      readonly weightDecay?: number;
      /** Decay of the mean of gradients. Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay of the mean of squared gradients. Defaults to 0.999. */
      readonly beta2?: number;
      /** Keeps a division from becoming one by 0. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Adam with Nesterov's momentum (Dozat 2016). */
  | {
      readonly kind: 'nadam';
      /** Decay of the mean of gradients. Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay of the mean of squared gradients. Defaults to 0.999. */
      readonly beta2?: number;
      /** Keeps a division from becoming one by 0. Defaults to 1e-7. */
      readonly epsilon?: number;
      /**
       * Part of each weight, but not of biases and batch norm, taken off a step, times the learning rate.
       * Defaults to 0.
       */
      readonly weightDecay?: number;
    }
  /** Gradient descent, with or without momentum and weight decay. */
  | {
      readonly kind: 'sgd';
      /** Part of the last step that is kept. Defaults to 0. */
      readonly momentum?: number;
      /** Let momentum look ahead. Defaults to false. */
      readonly nesterov?: boolean;
      /**
       * Part of each weight, but not of biases and batch norm, taken off a step, times the learning rate.
       * Defaults to 0.
       */
      readonly weightDecay?: number;
    }
  /** Gradients over the root of their mean square (Tieleman and Hinton 2012). */
  | {
      readonly kind: 'rmsprop';
      /** Decay of the mean of squared gradients. Defaults to 0.9. */
      readonly rho?: number;
      /** Part of the last step that is kept. Defaults to 0. */
      readonly momentum?: number;
      /** Keeps a division from becoming one by 0. Defaults to 1e-7. */
      readonly epsilon?: number;
    }
  /** Steps of one length in the direction of the mean gradient (Chen et al. 2023). */
  | {
      readonly kind: 'lion';
      /**
       * Part of each weight, but not of biases and batch norm, taken off a step, times the learning rate.
       * Defaults to 0.01.
       */
      readonly weightDecay?: number;
      /** Decay of the mean of gradients, as the step's direction sees it. Defaults to 0.9. */
      readonly beta1?: number;
      /** Decay of the mean of gradients, as it is kept. Defaults to 0.99. */
      readonly beta2?: number;
    };

/** Changes drawn anew for every image and epoch. */
export interface Augmentation {
  /** Move each image by up to so many whole pixels in each direction. Defaults to 0. */
  readonly shiftPixels?: number;
  /** Mirror each image left to right with probability one half. Defaults to false. */
  readonly horizontalFlip?: boolean;
  /** Turn each image by up to so many degrees in either direction. Defaults to 0. */
  readonly rotateDegrees?: number;
  /** Make each image wider or narrower and taller or shorter by up to this part. Defaults to 0. */
  readonly zoom?: number;
  /** Slant each image: move rows sideways by up to this part of their height. Defaults to 0. */
  readonly shear?: number;
  /**
   * Bend each image: move pixels by a smooth field, by so many pixels in the mean (Simard et al. 2003).
   * Defaults to 0.
   */
  readonly elasticPixels?: number;
  /** Make strokes thicker or thinner by up to this part of a pixel on either side. Defaults to 0. */
  readonly strokeWeight?: number;
  /**
   * Mix pairs of images with weights from Beta(mixup, mixup), such as 0.2 (Zhang et al. 2018). Defaults to 0.
   */
  readonly mixup?: number;
}

/** Lets changes of images fade towards the end of the training (He et al. 2019). */
export interface AugmentationAnnealing {
  /** Part of the training after which changes of images become weaker. */
  readonly start: number;
  /** Part of their strength that is left after the last step. Defaults to 0. */
  readonly finalStrength?: number;
}

/** Ends training when a figure no longer gets better, and restores the weights it was best with. */
export interface EarlyStopping {
  /** Epochs without a better figure before training ends. */
  readonly patience: number;
  /** The figure that early stopping watches. Defaults to validationLoss, or loss without validation data. */
  readonly monitor?: 'validationLoss' | 'validationAccuracy' | 'loss' | 'accuracy';
  /** A figure is better if it is by more than this. Defaults to 0. */
  readonly minDelta?: number;
}

/** Writes the state of a training to a folder, so that it can go on after the process was ended. */
export interface Checkpointing {
  /** Folder for the state of the training. */
  readonly directory: string;
  /** Epochs between two checkpoints. Defaults to 1. */
  readonly everyEpochs?: number;
  /**
   * Resume from the checkpoint in the folder, if there is one; the number of epochs may differ. Defaults to
   * false.
   */
  readonly resume?: boolean;
}

/** What can be chosen about a training. Every field may be left out. */
export interface TrainingChoices {
  /** Times that every image is used. Defaults to 10. */
  readonly epochs?: number;
  /**
   * Images of a step; the last step of an epoch takes those that are left. Defaults to 128, or all images
   * where there are fewer.
   */
  readonly batchSize?: number;
  /** A constant rate, or how it changes. Defaults to 0.001. */
  readonly learningRate?: number | LearningRateSchedule;
  /** How weights are changed by their gradients. Defaults to 'adam'. */
  readonly optimizer?: 'adam' | 'adamw' | 'nadam' | 'sgd' | 'rmsprop' | 'lion' | OptimizerChoice;
  /** Part of each target spread over all classes (Szegedy et al. 2016). Defaults to 0. */
  readonly labelSmoothing?: number;
  /**
   * Factors of the classes' losses, or balanced: inversely proportional to their numbers of images. Defaults
   * to 1 for each class.
   */
  readonly classWeights?: 'balanced' | Readonly<Record<string, number>>;
  /** Scale a step's gradients down to this norm, all together, where it is larger. Defaults to no limit. */
  readonly clipNorm?: number;
  /**
   * Decay of a moving average of the weights, which is validated and kept, such as 0.999. Defaults to none.
   */
  readonly emaDecay?: number;
  /** Changes drawn anew for every image and epoch. */
  readonly augmentation?: Augmentation;
  /** Lets changes of images fade towards the end of the training (He et al. 2019). */
  readonly augmentationAnnealing?: AugmentationAnnealing;
  /** Ends training when a figure no longer gets better, and restores the weights it was best with. */
  readonly earlyStopping?: EarlyStopping;
  /**
   * 'mixed' multiplies matrices and convolves in bfloat16, for processors with AMX or AVX512-BF16. Defaults
   * to `'float32'`.
   */
  readonly precision?: 'float32' | 'mixed';
  /** Seed of the order of images, dropout and augmentation: same seed, same weights. Defaults to 42. */
  readonly seed?: number;
  /** Writes the state of a training to a folder, so that it can go on after the process was ended. */
  readonly checkpoint?: Checkpointing;
  /** Folder for event files, one for each training, which TensorBoard shows, also while it runs. */
  readonly logDirectory?: string;
  /**
   * What trains: 'auto' takes the training graph where it can, 'layers' is LayersModel.fit. Defaults to
   * `'auto'`.
   */
  readonly engine?: 'auto' | 'graph' | 'layers';
}
