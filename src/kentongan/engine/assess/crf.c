/* The labels of the words of some sentences: what assess/crf.py does in numpy, word by word and without arrays between.
 *
 * A word is looked at through some features (windows of its attributes and its neighbours', alone and joined), each a
 * bucket of a table of 8-bit weights, one for each label. The weights are added as whole numbers; then the best path
 * through a sentence is found with the same 32-bit floats in the same order as numpy's, so that both give the same.
 */
#include "../text/words.h"

#include <stdlib.h>
#include <string.h>

enum { ATTRIBUTES = 10, LABELS = 7, ROW = 8, REACH = 2, PLACES = 2 * REACH + 1, MOST_FEATURES = 128 };

#define PRIME UINT64_C(0x9E3779B97F4A7C15)
#define PAD UINT64_C(0x5BD1E995)

/* Which features: `parts` holds pairs of (attribute, offset); a feature is `counts[i]` of them. One part: a feature of
 * its own, seen from its place; several: they count together. */
struct kt_field {
    const int8_t *parts;
    const int8_t *counts;
    uint32_t features, bits;
    const int8_t *table;      /* buckets x ROW, the last of each unused */
    const float *transitions; /* LABELS x LABELS, from x to */
    const float *start;
    float step;
};

static uint64_t seen(const uint64_t *const around[PLACES], int attribute, int offset)
{
    const uint64_t *row = around[offset + REACH];
    return row ? row[attribute] : PAD + (uint64_t)(offset + 9);
}

/* The buckets of a word; `around` are the attributes of its neighbours and itself, NULL past the sentence's ends. */
static void find_buckets(const struct kt_field *field, const uint64_t *const around[PLACES], uint32_t *buckets)
{
    const int8_t *part = field->parts;
    uint64_t joint = 1000;
    for (uint32_t at = 0; at < field->features; at++) {
        uint64_t hash;
        if (field->counts[at] == 1) {
            hash = seen(around, part[0], part[1]) * PRIME + (uint64_t)(part[0] * 16 + part[1] + 8);
            part += 2;
        } else {
            hash = joint++;
            for (int8_t i = 0; i < field->counts[at]; i++, part += 2) {
                hash = (hash ^ seen(around, part[0], part[1])) * PRIME;
                hash ^= hash >> 31;
            }
        }
        hash ^= hash >> 32;
        buckets[at] = (uint32_t)(hash * PRIME >> (64 - field->bits));
#if defined(__GNUC__)
        __builtin_prefetch(field->table + (size_t)buckets[at] * ROW);
#endif
    }
}

/* What the features of a word say for each label. */
static void weigh(const struct kt_field *field, const uint32_t *buckets, float *out)
{
    int32_t sums[LABELS] = {0};
    for (uint32_t at = 0; at < field->features; at++) {
        const int8_t *row = field->table + (size_t)buckets[at] * ROW;
        for (int k = 0; k < LABELS; k++)
            sums[k] += row[k];
    }
    for (int k = 0; k < LABELS; k++)
        out[k] = (float)sums[k] * field->step;
}

static uint8_t largest(const float *values)
{
    uint8_t best = 0;
    for (uint8_t k = 1; k < LABELS; k++)
        if (values[k] > values[best])
            best = k;
    return best;
}

/* One word further: `score` is of the best paths that end in each label, `back` where they come from. */
static void advance(const struct kt_field *field, const float *emission, float *score, uint8_t *back)
{
    float next[LABELS];
    for (int to = 0; to < LABELS; to++) {
        float best = score[0] + field->transitions[to];
        uint8_t from = 0;
        for (uint8_t k = 1; k < LABELS; k++) {
            float path = score[k] + field->transitions[k * LABELS + to];
            if (path > best) {
                best = path;
                from = k;
            }
        }
        back[to] = from;
        next[to] = best + emission[to];
    }
    memcpy(score, next, sizeof next);
}

static void surround(const uint64_t *rows, const uint32_t *words, uint32_t length, uint32_t at,
                     const uint64_t *around[PLACES])
{
    for (int offset = -REACH; offset <= REACH; offset++) {
        int64_t place = (int64_t)at + offset;
        around[offset + REACH] = place < 0 || place >= length ? NULL : rows + (size_t)words[place] * ATTRIBUTES;
    }
}

static void read_sentence(const struct kt_field *field, const uint64_t *rows, const uint32_t *words, uint32_t length,
                          uint8_t *back, uint8_t *labels)
{
    uint32_t buckets[2][MOST_FEATURES];
    float emission[LABELS], score[LABELS];
    const uint64_t *around[PLACES];
    surround(rows, words, length, 0, around);
    find_buckets(field, around, buckets[0]);
    for (uint32_t at = 0; at < length; at++) {
        if (at + 1 < length) { /* asked for before it is needed */
            surround(rows, words, length, at + 1, around);
            find_buckets(field, around, buckets[(at + 1) & 1]);
        }
        weigh(field, buckets[at & 1], emission);
        if (at)
            advance(field, emission, score, back + (size_t)at * LABELS);
        else
            for (int k = 0; k < LABELS; k++)
                score[k] = emission[k] + field->start[k];
    }
    labels[length - 1] = largest(score);
    for (uint32_t at = length - 1; at; at--)
        labels[at - 1] = back[(size_t)at * LABELS + labels[at]];
}

/* `words` are rows of `rows`; `lengths` of the sentences make up `count`. */
KT_API int64_t kt_field_labels(const struct kt_field *field, const uint64_t *rows, uint32_t row_count,
                               const uint32_t *words, uint64_t count, const uint32_t *lengths, uint64_t sentences,
                               uint8_t *labels)
{
    uint64_t total = 0;
    uint32_t longest = 0;
    if (field->features > MOST_FEATURES)
        return KT_REFUSED;
    for (uint64_t at = 0; at < sentences; at++) {
        total += lengths[at];
        if (lengths[at] > longest)
            longest = lengths[at];
    }
    if (total != count)
        return KT_REFUSED;
    for (uint64_t at = 0; at < count; at++)
        if (words[at] >= row_count)
            return KT_REFUSED;
    uint8_t *back = malloc((size_t)longest * LABELS + 1);
    if (!back)
        return KT_MEMORY;
    for (uint64_t at = 0; at < sentences; words += lengths[at], labels += lengths[at], at++)
        if (lengths[at])
            read_sentence(field, rows, words, lengths[at], back, labels);
    free(back);
    return (int64_t)count;
}
