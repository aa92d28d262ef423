"""PyTorch: the usual training loop, with fused Adam and channels-last images. A DataLoader would only slow it down."""

import time

import torch
from task import batch, epochs, filters, rate, report, sizes, test_images, train_images, train_labels

torch.manual_seed(1)
layers = []
for channels, count in zip([1, *filters], filters):
    layers += [torch.nn.Conv2d(channels, count, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
if filters:
    layers.append(torch.nn.Flatten())
for a, b in zip(sizes, sizes[1:]):
    layers += [torch.nn.Linear(a, b), torch.nn.ReLU()]
    if rate > 0:
        layers.append(torch.nn.Dropout(rate))
model = torch.nn.Sequential(*layers[: -2 if rate > 0 else -1])
if filters:
    model = model.to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=True)


def tensor(images):
    flat = torch.from_numpy(images)
    return flat.reshape(-1, 1, 28, 28).to(memory_format=torch.channels_last) if filters else flat


images, labels = tensor(train_images), torch.from_numpy(train_labels).long()
seconds = []
for _ in range(epochs):
    model.train()
    started = time.perf_counter()
    order = torch.randperm(len(labels))
    for start in range(0, len(labels), batch):
        indices = order[start : start + batch]
        optimizer.zero_grad(set_to_none=True)
        loss = torch.nn.functional.cross_entropy(model(images[indices]), labels[indices])
        loss.backward()
        optimizer.step()
    seconds.append(time.perf_counter() - started)
model.eval()
with torch.no_grad():
    report(seconds, model(tensor(test_images)).argmax(1).numpy())
