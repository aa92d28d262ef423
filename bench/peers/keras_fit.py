"""Keras 3 on TensorFlow: `model.fit`."""

import os
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
from task import batch, epochs, filters, rate, report, sizes, test_images, train_images, train_labels

keras.utils.set_random_seed(1)
model = keras.Sequential([keras.Input((784,))])
if filters:
    model.add(keras.layers.Reshape((28, 28, 1)))
for count in filters:
    model.add(keras.layers.Conv2D(count, 3, padding="same", activation="relu"))
    model.add(keras.layers.MaxPooling2D(2))
if filters:
    model.add(keras.layers.Flatten())
for units in sizes[1:-1]:
    model.add(keras.layers.Dense(units, "relu"))
    if rate > 0:
        model.add(keras.layers.Dropout(rate))
model.add(keras.layers.Dense(10, "softmax"))
model.compile(keras.optimizers.Adam(1e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
seconds = []


class Clock(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        self.started = time.perf_counter()

    def on_epoch_end(self, epoch, logs=None):
        seconds.append(time.perf_counter() - self.started)


model.fit(train_images, train_labels, batch_size=batch, epochs=epochs, verbose=0, callbacks=[Clock()])
report(seconds, model.predict(test_images, batch_size=1000, verbose=0).argmax(1))
