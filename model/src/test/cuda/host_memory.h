// Memory that tells when someone wrote beside it.
#pragma once

#include <cstddef>

// Holds NaN until it is written.
void* allocateGuarded(size_t size);

// Returns false if there is none at this address.
bool freeGuarded(void* address);

void freeAllGuarded();

// Number of allocations that are yet to be freed.
int heldGuarded();

// Whether so many bytes lie within one allocation.
bool isAllocated(const void* address, size_t size);

// Whether nobody wrote beside any allocation.
bool guardsHold();
