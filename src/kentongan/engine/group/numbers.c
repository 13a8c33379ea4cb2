/* The stems of an article, numbered and counted: what group/plain_numbers.py does, fast.
 *
 * A word is known by the key that reading it makes. A word met for the first time has no number yet: Python stems it and
 * says which it is.
 */
#include "../text/words.h"

#include <stdlib.h>

#define NEW (-2)         /* a word without a number; Python's own numbers are these: */
#define NOT_TELLING (-1) /* and those from 0 */
#define LEAST_ROOM 4096

struct entry {
    uint64_t key;
    int32_t number; /* NEW: a free place */
};

struct numbers {
    struct entry *entries; /* an open table */
    size_t size, used, most;
    int busy;
    /* of the present article */
    struct kt_text text;
    size_t in_title;   /* how many of its words are the title's */
    int32_t *found;    /* by word */
    uint32_t *unknown; /* the words that are NEW */
    int32_t *distinct; /* numbers, those of the title first */
    int32_t *counts;
    uint32_t *cells; /* places in `distinct`, by number; KT_NONE: free */
    size_t found_room, unknown_room, distinct_room, counts_room, cells_room;
};

static int enter(struct numbers *numbers)
{
    return !__atomic_exchange_n(&numbers->busy, 1, __ATOMIC_ACQUIRE);
}

static int64_t leave(struct numbers *numbers, int64_t answer)
{
    __atomic_store_n(&numbers->busy, 0, __ATOMIC_RELEASE);
    return answer;
}

static struct entry *entry_of(const struct numbers *numbers, uint64_t key)
{
    size_t at = (size_t)(key * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (numbers->size - 1);
    while (numbers->entries[at].number != NEW && numbers->entries[at].key != key)
        at = (at + 1) & (numbers->size - 1);
    return &numbers->entries[at];
}

static void clear(struct numbers *numbers)
{
    for (size_t at = 0; at < numbers->size; at++)
        numbers->entries[at].number = NEW;
    numbers->used = 0;
}

static int reserve_entry(struct numbers *numbers)
{
    if (numbers->used >= numbers->most)
        clear(numbers);
    if (numbers->used * 2 < numbers->size)
        return 1;
    struct numbers grown = {.size = numbers->size ? numbers->size * 2 : LEAST_ROOM};
    grown.entries = malloc(grown.size * sizeof *grown.entries);
    if (!grown.entries)
        return 0;
    clear(&grown);
    for (size_t at = 0; at < numbers->size; at++)
        if (numbers->entries[at].number != NEW)
            *entry_of(&grown, numbers->entries[at].key) = numbers->entries[at];
    free(numbers->entries);
    numbers->entries = grown.entries;
    numbers->size = grown.size;
    return 1;
}

/* Reads title and body; both are read again when code points are not known. */
static int read_both(struct numbers *numbers, const unsigned char *title, size_t title_size, const unsigned char *body,
                     size_t body_size)
{
    kt_text_clear(&numbers->text);
    numbers->in_title = 0;
    int first = kt_text_read(&numbers->text, title, title_size, 0);
    if (first != KT_OK && first != KT_UNKNOWN)
        return first;
    numbers->in_title = numbers->text.count;
    int second = kt_text_read(&numbers->text, body, body_size, 0);
    return second == KT_OK ? first : second;
}

static int64_t read_article(struct numbers *numbers, const unsigned char *title, size_t title_size,
                            const unsigned char *body, size_t body_size)
{
    int status = read_both(numbers, title, title_size, body, body_size);
    size_t count = numbers->text.count, unknown = 0;
    if (status == KT_OK && (!kt_grow(&numbers->found, &numbers->found_room, count, sizeof *numbers->found) ||
                            !kt_grow(&numbers->unknown, &numbers->unknown_room, count, sizeof *numbers->unknown)))
        status = KT_MEMORY;
    if (status != KT_OK) {
        numbers->text.count = numbers->in_title = 0; /* nothing of it can be asked for */
        return status;
    }
    for (size_t at = 0; at < count; at++) {
        numbers->found[at] = numbers->size ? entry_of(numbers, numbers->text.words[at].key)->number : NEW;
        if (numbers->found[at] == NEW)
            numbers->unknown[unknown++] = (uint32_t)at;
    }
    return (int64_t)unknown;
}

/* The place of a number in `distinct`, where it is added when it is new. */
static size_t place_of(struct numbers *numbers, size_t size, int32_t number, size_t *distinct)
{
    size_t at = (size_t)((uint32_t)number * UINT32_C(0x9E3779B1) >> 8) & (size - 1);
    while (numbers->cells[at] != KT_NONE && numbers->distinct[numbers->cells[at]] != number)
        at = (at + 1) & (size - 1);
    if (numbers->cells[at] == KT_NONE) {
        numbers->cells[at] = (uint32_t)*distinct;
        numbers->distinct[*distinct] = number;
        numbers->counts[(*distinct)++] = 0;
    }
    return numbers->cells[at];
}

static int64_t count_words(struct numbers *numbers, size_t lead, const int32_t *worth, size_t *in_title)
{
    size_t count = numbers->text.count, size = 64, distinct = 0;
    while (size < count * 2)
        size *= 2;
    if (!kt_grow(&numbers->distinct, &numbers->distinct_room, count, sizeof *numbers->distinct) ||
        !kt_grow(&numbers->counts, &numbers->counts_room, count, sizeof *numbers->counts) ||
        !kt_grow(&numbers->cells, &numbers->cells_room, size, sizeof *numbers->cells))
        return KT_MEMORY;
    memset(numbers->cells, 0xFF, size * sizeof *numbers->cells);
    *in_title = 0;
    for (size_t at = 0; at < count; at++) {
        if (numbers->found[at] == NEW)
            return KT_REFUSED;
        int32_t counts = worth[at < numbers->in_title ? 0 : at - numbers->in_title < lead ? 1 : 2];
        if (numbers->found[at] != NOT_TELLING)
            numbers->counts[place_of(numbers, size, numbers->found[at], &distinct)] += counts;
        if (at < numbers->in_title)
            *in_title = distinct;
    }
    return (int64_t)distinct;
}

/* --- for Python -------------------------------------------------------------------------------------------------- */

/* Knows `most` words; at the next one it begins anew. */
KT_API struct numbers *kt_numbers_new(size_t most)
{
    struct numbers *numbers = calloc(1, sizeof *numbers);
    if (numbers)
        numbers->most = most ? most : 1;
    return numbers;
}

KT_API void kt_numbers_free(struct numbers *numbers)
{
    if (!numbers)
        return;
    kt_text_free(&numbers->text);
    free(numbers->entries);
    free(numbers->found);
    free(numbers->unknown);
    free(numbers->distinct);
    free(numbers->counts);
    free(numbers->cells);
    free(numbers);
}

/* Reads an article. Returns how many of its words have no number yet; which they are stands in `unknown`. */
KT_API int64_t kt_numbers_read(struct numbers *numbers, const unsigned char *title, size_t title_size,
                               const unsigned char *body, size_t body_size, const uint32_t **unknown)
{
    if (!enter(numbers))
        return KT_BUSY;
    int64_t answer = read_article(numbers, title, title_size, body, body_size);
    *unknown = numbers->unknown;
    return leave(numbers, answer);
}

/* Counts the article read last, all of whose words have numbers. A word counts worth[0] in the title, worth[1] among the
 * first `lead` of the body, else worth[2]. Returns how many numbers there are: they stand in `distinct` and what they
 * count in `counts`; the first `in_title` are those of the title. */
KT_API int64_t kt_numbers_count(struct numbers *numbers, size_t lead, const int32_t *worth, const int32_t **distinct,
                                const int32_t **counts, size_t *in_title)
{
    if (!enter(numbers))
        return KT_BUSY;
    int64_t answer = count_words(numbers, lead, worth, in_title);
    *distinct = numbers->distinct;
    *counts = numbers->counts;
    return leave(numbers, answer);
}

/* A word of the article read last: its folded bytes. Returns how many they are. */
KT_API int64_t kt_numbers_word(const struct numbers *numbers, size_t at, const unsigned char **folded)
{
    if (at >= numbers->text.count)
        return KT_REFUSED;
    *folded = numbers->text.folded + numbers->text.words[at].at;
    return numbers->text.words[at].length;
}

/* Says what the number of a word of the article read last is. */
KT_API int64_t kt_numbers_learn(struct numbers *numbers, size_t at, int32_t number)
{
    if (number < NOT_TELLING)
        return KT_REFUSED;
    if (!enter(numbers))
        return KT_BUSY;
    if (at >= numbers->text.count)
        return leave(numbers, KT_REFUSED);
    if (!reserve_entry(numbers))
        return leave(numbers, KT_MEMORY);
    struct entry *entry = entry_of(numbers, numbers->text.words[at].key);
    numbers->used += entry->number == NEW;
    *entry = (struct entry){numbers->text.words[at].key, number};
    numbers->found[at] = number;
    return leave(numbers, KT_OK);
}

/* Forgets all numbers. */
KT_API int64_t kt_numbers_clear(struct numbers *numbers)
{
    if (!enter(numbers))
        return KT_BUSY;
    clear(numbers);
    return leave(numbers, KT_OK);
}

/* The code points that the last KT_UNKNOWN was about. */
KT_API const uint32_t *kt_numbers_unknown(const struct numbers *numbers, size_t *count)
{
    *count = numbers->text.unknown_count;
    return numbers->text.unknown;
}
