/* What the n-grams of some texts weigh: the numbers of assess/hashing.py without arrays between.
 *
 * Texts come as code points, each behind a space and ended by a line break, the first behind one too. Hashes are those of
 * numpy's 64-bit words, weights are added as doubles in the order of the text: sums are the same to the last bit.
 */
#include "../text/words.h"

#include <stdlib.h>

#define BASE UINT64_C(0x9E3779B97F4A7C15)
#define STEP UINT64_C(0xC2B2AE3D27D4EB4F)

enum { POWERS = 64, MOST = 16, LINE = 10, SPACE = 32 };

struct kt_table {
    const float *weights; /* buckets x classes; bucket 0 stands for "none here" */
    uint32_t bits, classes;
};

/* Where the sums of one kind go, a row a text: the sum for each class, then how many n-grams there were. */
struct kind {
    const struct kt_table *table;
    double *out;
    size_t texts;
};

static void count(const struct kind *kind, uint64_t text, uint64_t hash, uint64_t n)
{
    uint64_t mixed = (hash + n * 0x517CC1) * BASE;
    mixed ^= mixed >> 32;
    mixed *= STEP;
    size_t bucket = (size_t)(mixed >> (64 - kind->table->bits));
    if (!bucket || text >= kind->texts)
        return;
    const float *row = kind->table->weights + bucket * kind->table->classes;
    double *out = kind->out + text * (kind->table->classes + 1);
    for (uint32_t k = 0; k < kind->table->classes; k++)
        out[k] += row[k];
    out[kind->table->classes] += 1;
}

static uint64_t hashed(uint32_t code)
{
    uint64_t hash = ((uint64_t)code + 1) * BASE;
    return hash ^ (hash >> 29);
}

static void count_characters(const struct kind *kind, const uint32_t *codes, uint64_t size, uint32_t n)
{
    uint64_t text = 0;
    for (uint64_t at = 1; at < size; at++) { /* the first is a line break */
        if (codes[at] == LINE) {
            text++;
            continue;
        }
        uint64_t hash = 0;
        uint32_t k = 0;
        for (; k < n && at + k < size && codes[at + k] != LINE; k++)
            hash = hash * STEP + hashed(codes[at + k]);
        if (k == n)
            count(kind, text, hash, n);
    }
}

/* The hash of every word, and the text it stands in; how many words there are. */
static uint64_t find_words(const uint32_t *codes, uint64_t size, uint64_t *hashes, uint64_t *texts)
{
    uint64_t powers[POWERS] = {1}, found = 0, text = 0;
    for (int k = 1; k < POWERS; k++)
        powers[k] = powers[k - 1] * STEP;
    for (uint64_t at = 1; at < size;) {
        if (codes[at] == LINE || codes[at] == SPACE) {
            text += codes[at++] == LINE;
            continue;
        }
        uint64_t hash = 0;
        for (uint64_t place = 0; at < size && codes[at] != LINE && codes[at] != SPACE; at++, place++)
            hash += hashed(codes[at]) * powers[place % POWERS];
        hashes[found] = hash;
        texts[found++] = text;
    }
    return found;
}

static void count_words(const struct kind *kind, const uint64_t *hashes, const uint64_t *texts, uint64_t size,
                        uint32_t n)
{
    for (uint64_t at = 0; at + n <= size; at++) {
        uint64_t joint = 0;
        for (uint32_t k = 0; k < n; k++)
            joint = joint * STEP + hashes[at + k];
        if (texts[at] == texts[at + n - 1])
            count(kind, texts[at], joint, 64 + n);
    }
}

/* `kinds` are pairs: 0 for characters or 1 for words, and how many together. `out`: kinds x texts x (classes + 1), zeros. */
KT_API int64_t kt_ngram_sums(const struct kt_table *table, const uint32_t *codes, uint64_t size, const uint32_t *kinds,
                             uint32_t kind_count, uint64_t texts, double *out)
{
    uint64_t words = 0;
    uint64_t *hashes = malloc((size + 1) * sizeof *hashes), *owners = malloc((size + 1) * sizeof *owners);
    if (!hashes || !owners) {
        free(hashes);
        free(owners);
        return KT_MEMORY;
    }
    words = find_words(codes, size, hashes, owners);
    for (uint32_t at = 0; at < kind_count; at++, out += texts * (table->classes + 1)) {
        const struct kind kind = {table, out, texts};
        uint32_t n = kinds[2 * at + 1];
        if (!n || n > MOST)
            continue;
        if (kinds[2 * at])
            count_words(&kind, hashes, owners, words, n);
        else
            count_characters(&kind, codes, size, n);
    }
    free(hashes);
    free(owners);
    return (int64_t)words;
}
