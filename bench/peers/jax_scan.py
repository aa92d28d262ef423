"""JAX: the whole epoch compiled as one `lax.scan` over its batches, Adam written out."""

import time

import jax
import jax.numpy as jnp
import numpy as np
from task import batch, epochs, filters, rate, report, sizes, test_images, train_images, train_labels

random = np.random.default_rng(1)
shapes = [(3, 3, a, b) for a, b in zip([1, *filters], filters)] + list(zip(sizes, sizes[1:]))
parameters = [
    (jnp.asarray(random.normal(size=shape) * np.sqrt(2 / np.prod(shape[:-1])), jnp.float32), jnp.zeros(shape[-1]))
    for shape in shapes
]


def convolve(x, kernel, bias):
    x = jax.lax.conv_general_dilated(x, kernel, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))
    pooled = jax.lax.reduce_window(x, -jnp.inf, jax.lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    return jax.nn.relu(pooled + bias)


def logits(parameters, x, key=None):
    if filters:
        x = x.reshape(-1, 28, 28, 1)
        for kernel, bias in parameters[: len(filters)]:
            x = convolve(x, kernel, bias)
        x = x.reshape(len(x), -1)
    for kernel, bias in parameters[len(filters) : -1]:
        x = jax.nn.relu(x @ kernel + bias)
        if key is not None and rate > 0:
            key, own = jax.random.split(key)
            x = jnp.where(jax.random.bernoulli(own, 1 - rate, x.shape), x / (1 - rate), 0)
    kernel, bias = parameters[-1]
    return x @ kernel + bias


def loss(parameters, x, y, key):
    rows = jax.nn.log_softmax(logits(parameters, x, key))
    return -jnp.take_along_axis(rows, y[:, None], 1).mean()


@jax.jit
def epoch(state, images, labels, order, key):
    def step(state, indices):
        parameters, first, second, count, key = state
        count = count + 1
        key, own = jax.random.split(key)
        value, gradients = jax.value_and_grad(loss)(parameters, images[indices], labels[indices], own)
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradients)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradients)
        size = 1e-3 * jnp.sqrt(1 - 0.999**count) / (1 - 0.9**count)
        update = lambda p, m, v: p - size * m / (jnp.sqrt(v) + 1e-7)
        parameters = jax.tree.map(update, parameters, first, second)
        return (parameters, first, second, count, key), value

    (parameters, first, second, count, _), losses = jax.lax.scan(step, (*state, key), order)
    return (parameters, first, second, count), losses.mean()


images, labels = jnp.asarray(train_images), jnp.asarray(train_labels)
zeros = jax.tree.map(jnp.zeros_like, parameters)
state = (parameters, zeros, zeros, jnp.float32(0))
# scan needs batches of one size, so an incomplete last batch is left out, to JAX's advantage.
steps = len(labels) // batch
seconds = []
for number in range(epochs):
    order = jnp.asarray(random.permutation(len(labels))[: steps * batch].reshape(steps, batch))
    started = time.perf_counter()
    state, value = epoch(state, images, labels, order, jax.random.key(number))
    value.block_until_ready()
    seconds.append(time.perf_counter() - started)
predict = jax.jit(lambda parameters, x: jnp.argmax(logits(parameters, x), 1))
report(seconds, np.concatenate([predict(state[0], part) for part in np.split(test_images, 10)]))
