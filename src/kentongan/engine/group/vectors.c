/* The vectors of the living articles and who is like whom: what group/plain_vectors.py does, fast. See there for the
 * measure. All numbers are whole, so that both come to the same sums in whatever order.
 *
 * The terms of the article that asks stand in a small open table, which fits in the first cache: a term of another
 * article that is not in it, most of them, costs one look there. Vectors lie in one piece each, and come from memory
 * while the one before is read.
 */
#include "../text/words.h"

#include <stdlib.h>

#define MAX_WEIGHT 32768u /* of a vector of length 1 */
#define MAX_TERMS (1u << 20)
#define MAX_SUMMED (1u << 16) /* vectors whose weights are summed: each sum fits in 32 bits */
#define MAX_SLOTS (1u << 30)

/* Terms, then their weights (16 bits each, up to MAX_WEIGHT), heaviest first. */
struct vector {
    uint32_t count;
    uint32_t terms[];
};

/* The articles found under a term, in the order they came. */
struct posting {
    uint32_t term; /* KT_NONE: a free place */
    uint32_t count;
    union {
        uint32_t one;   /* while there is only one */
        uint32_t *many; /* room for the next power of two */
    } slots;
};

struct postings {
    struct posting *places; /* an open table */
    size_t size, used;
};

struct cell {
    uint32_t term, weight;
};

struct vectors {
    struct vector **slots; /* NULL: dropped */
    size_t count, room;
    struct postings postings;
    uint32_t heaviest, newest, candidates;
    uint64_t least;
    int busy;
    /* of the present question */
    struct cell *cells;
    size_t cell_count, cells_room;
    unsigned shift;
    uint32_t *shared; /* by slot; all 0 between questions */
    size_t shared_room;
    uint32_t *touched;
    size_t touched_room;
    uint64_t *best; /* the most shared first: shared << 32 | slot */
    uint32_t *found;
    uint32_t *kept;
    size_t kept_room;
    uint32_t *gone; /* the terms of the vector dropped last */
    size_t gone_room;
};

static int enter(struct vectors *vectors)
{
    return !__atomic_exchange_n(&vectors->busy, 1, __ATOMIC_ACQUIRE);
}

static int64_t leave(struct vectors *vectors, int64_t answer)
{
    __atomic_store_n(&vectors->busy, 0, __ATOMIC_RELEASE);
    return answer;
}

static const uint16_t *weights_of(const struct vector *vector)
{
    return (const uint16_t *)(vector->terms + vector->count);
}

static uint32_t scattered(uint32_t term)
{
    return term * UINT32_C(0x9E3779B1);
}

/* Whether the numbers given are terms and weights. */
static int are_sound(const int32_t *terms, const int32_t *weights, size_t count)
{
    if (count > MAX_TERMS)
        return 0;
    for (size_t at = 0; at < count; at++)
        if (terms[at] < 0 || weights[at] < 0 || (uint32_t)weights[at] > MAX_WEIGHT)
            return 0;
    return 1;
}

static int is_living(const struct vectors *vectors, int64_t slot)
{
    return slot >= 0 && (uint64_t)slot < vectors->count && vectors->slots[slot];
}

/* --- what is posted under a term --------------------------------------------------------------------------------- */

static struct posting *place_of(const struct postings *postings, uint32_t term)
{
    size_t at = (scattered(term) ^ term >> 16) & (postings->size - 1);
    while (postings->places[at].term != KT_NONE && postings->places[at].term != term)
        at = (at + 1) & (postings->size - 1);
    return &postings->places[at];
}

static const uint32_t *slots_of(const struct posting *posting)
{
    return posting->count == 1 ? &posting->slots.one : posting->slots.many;
}

static int reserve_place(struct postings *postings)
{
    if (postings->used * 2 < postings->size)
        return 1;
    struct postings grown = {.size = postings->size ? postings->size * 2 : 1024, .used = postings->used};
    grown.places = malloc(grown.size * sizeof *grown.places);
    if (!grown.places)
        return 0;
    for (size_t at = 0; at < grown.size; at++)
        grown.places[at].term = KT_NONE;
    for (size_t at = 0; at < postings->size; at++)
        if (postings->places[at].term != KT_NONE)
            *place_of(&grown, postings->places[at].term) = postings->places[at];
    free(postings->places);
    *postings = grown;
    return 1;
}

static int post(struct postings *postings, uint32_t term, uint32_t slot)
{
    if (!reserve_place(postings))
        return 0;
    struct posting *posting = place_of(postings, term);
    if (posting->term == KT_NONE) {
        *posting = (struct posting){.term = term, .count = 1, .slots.one = slot};
        postings->used++;
        return 1;
    }
    if ((posting->count & (posting->count - 1)) == 0) { /* full */
        uint32_t *old = posting->count == 1 ? NULL : posting->slots.many;
        uint32_t *grown = realloc(old, 2 * (size_t)posting->count * sizeof *grown);
        if (!grown)
            return 0;
        if (!old)
            *grown = posting->slots.one;
        posting->slots.many = grown;
    }
    posting->slots.many[posting->count++] = slot;
    return 1;
}

static void free_postings(struct postings *postings)
{
    for (size_t at = 0; at < postings->size; at++)
        if (postings->places[at].term != KT_NONE && postings->places[at].count > 1)
            free(postings->places[at].slots.many);
    free(postings->places);
    *postings = (struct postings){0};
}

/* --- products ---------------------------------------------------------------------------------------------------- */

/* An empty table with room for so many terms. */
static int clear_cells(struct vectors *vectors, size_t terms)
{
    size_t size = 64;
    unsigned shift = 26; /* the high bits of 32 choose the cell */
    for (; size < terms * 4 && shift > 4; size *= 2)
        shift--;
    if (size < terms * 4 || !kt_grow(&vectors->cells, &vectors->cells_room, size, sizeof *vectors->cells))
        return 0;
    memset(vectors->cells, 0xFF, size * sizeof *vectors->cells);
    vectors->cell_count = size;
    vectors->shift = shift;
    return 1;
}

static struct cell *cell_of(const struct vectors *vectors, uint32_t term)
{
    size_t at = scattered(term) >> vectors->shift;
    while (vectors->cells[at].term != term && vectors->cells[at].term != KT_NONE)
        at = (at + 1) & (vectors->cell_count - 1);
    return &vectors->cells[at];
}

static void add_weight(struct vectors *vectors, uint32_t term, uint32_t weight)
{
    struct cell *cell = cell_of(vectors, term);
    uint32_t before = cell->term == KT_NONE ? 0 : cell->weight;
    *cell = (struct cell){term, before + weight};
}

static int ask(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count)
{
    if (!clear_cells(vectors, count))
        return 0;
    for (size_t at = 0; at < count; at++)
        add_weight(vectors, (uint32_t)terms[at], (uint32_t)weights[at]);
    return 1;
}

/* The sum of products of the vector with what is in the cells. */
static uint64_t product(const struct vectors *vectors, const struct vector *vector)
{
    const uint16_t *weights = weights_of(vector);
    uint64_t sum = 0;
    for (uint32_t at = 0; at < vector->count; at++) {
        const struct cell *cell = cell_of(vectors, vector->terms[at]);
        if (cell->term != KT_NONE)
            sum += (uint64_t)cell->weight * weights[at];
    }
    return sum;
}

static void fetch(const struct vectors *vectors, uint32_t slot)
{
    const char *from = (const char *)vectors->slots[slot];
    for (int line = 0; line < 8; line++)
        __builtin_prefetch(from + 64 * line);
}

/* --- who is alike ------------------------------------------------------------------------------------------------ */

/* Counts, by slot, how much weight lies on terms that both are found under. Returns how many slots were touched. The
 * heaviest come first: when what is left cannot lift an article above the least any more, none is begun with. */
static size_t count_shared(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count)
{
    uint64_t left = 0;
    size_t touched = 0;
    if (count > vectors->heaviest)
        count = vectors->heaviest;
    for (size_t at = 0; at < count; at++)
        left += (uint64_t)weights[at] * (uint64_t)weights[at];
    if (!vectors->postings.size)
        return 0;
    for (size_t at = 0; at < count && weights[at]; at++) {
        const struct posting *posting = place_of(&vectors->postings, (uint32_t)terms[at]);
        uint32_t square = (uint32_t)weights[at] * (uint32_t)weights[at];
        int begin = left > vectors->least;
        left -= square;
        if (posting->term == KT_NONE)
            continue;
        const uint32_t *slots = slots_of(posting);
        for (uint32_t to = posting->count, from = to > vectors->newest ? to - vectors->newest : 0; from < to; from++) {
            uint32_t slot = slots[from], before = vectors->shared[slot];
            if (!before && !begin)
                continue;
            if (!before)
                vectors->touched[touched++] = slot;
            vectors->shared[slot] = square > UINT32_MAX - before ? UINT32_MAX : before + square;
        }
    }
    return touched;
}

/* Keeps the candidates that share most, the newer of equals. Leaves `shared` all 0. */
static size_t choose(struct vectors *vectors, size_t touched)
{
    size_t count = 0;
    for (size_t at = 0; at < touched; at++) {
        uint32_t slot = vectors->touched[at], shared = vectors->shared[slot];
        vectors->shared[slot] = 0;
        if (shared <= vectors->least || !vectors->slots[slot])
            continue;
        uint64_t key = (uint64_t)shared << 32 | slot;
        if (count == vectors->candidates && key < vectors->best[count - 1])
            continue;
        size_t to = count < vectors->candidates ? count++ : count - 1;
        for (; to && vectors->best[to - 1] < key; to--)
            vectors->best[to] = vectors->best[to - 1];
        vectors->best[to] = key;
    }
    return count;
}

static int64_t alike(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count, uint64_t least)
{
    size_t room = count < vectors->heaviest ? count : vectors->heaviest;
    if (room * vectors->newest > vectors->count)
        room = vectors->count;
    else
        room *= vectors->newest;
    size_t had = vectors->shared_room;
    if (!kt_grow(&vectors->touched, &vectors->touched_room, room, sizeof *vectors->touched) ||
        !kt_grow(&vectors->shared, &vectors->shared_room, vectors->count, sizeof *vectors->shared))
        return KT_MEMORY;
    if (vectors->shared_room > had)
        memset(vectors->shared + had, 0, (vectors->shared_room - had) * sizeof *vectors->shared);
    if (!ask(vectors, terms, weights, count))
        return KT_MEMORY;
    size_t chosen = choose(vectors, count_shared(vectors, terms, weights, count)), found = 0;
    for (size_t at = 0; at < chosen && at < 4; at++)
        fetch(vectors, (uint32_t)vectors->best[at]);
    for (size_t at = 0; at < chosen; at++) {
        uint32_t slot = (uint32_t)vectors->best[at];
        if (at + 4 < chosen)
            fetch(vectors, (uint32_t)vectors->best[at + 4]);
        if (product(vectors, vectors->slots[slot]) < least)
            continue;
        size_t to = found++;
        for (; to && vectors->found[to - 1] > slot; to--)
            vectors->found[to] = vectors->found[to - 1];
        vectors->found[to] = slot;
    }
    return (int64_t)found;
}

/* --- keeping ----------------------------------------------------------------------------------------------------- */

static int64_t add(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count)
{
    if (vectors->count >= MAX_SLOTS)
        return KT_MEMORY;
    struct vector *vector = malloc(sizeof *vector + count * (sizeof *vector->terms + sizeof(uint16_t)) + 8);
    if (!vector || !kt_grow(&vectors->slots, &vectors->room, vectors->count + 1, sizeof(struct vector *)))
        return free(vector), KT_MEMORY;
    vector->count = (uint32_t)count;
    uint16_t *own = (uint16_t *)(vector->terms + count);
    for (size_t at = 0; at < count; at++) {
        vector->terms[at] = (uint32_t)terms[at];
        own[at] = (uint16_t)weights[at];
    }
    uint32_t slot = (uint32_t)vectors->count++;
    vectors->slots[slot] = vector;
    for (size_t at = 0; at < count && at < vectors->heaviest && own[at]; at++)
        if (!post(&vectors->postings, vector->terms[at], slot)) { /* what was posted finds nothing now */
            free(vector);
            vectors->slots[slot] = NULL;
            return KT_MEMORY;
        }
    return slot;
}

/* Whether every term of a living vector has a new number. */
static int all_moved(const struct vectors *vectors, const int32_t *moved, size_t count)
{
    for (size_t slot = 0; slot < vectors->count; slot++) {
        const struct vector *vector = vectors->slots[slot];
        for (uint32_t at = 0; vector && at < vector->count; at++)
            if (vector->terms[at] >= count || moved[vector->terms[at]] < 0)
                return 0;
    }
    return 1;
}

static int64_t compact(struct vectors *vectors, const int32_t *moved, size_t count)
{
    if (!all_moved(vectors, moved, count))
        return KT_REFUSED;
    if (!kt_grow(&vectors->kept, &vectors->kept_room, vectors->count, sizeof *vectors->kept))
        return KT_MEMORY;
    struct postings postings = {0};
    uint32_t kept = 0;
    for (size_t slot = 0; slot < vectors->count; slot++) {
        const struct vector *vector = vectors->slots[slot];
        if (!vector)
            continue;
        for (uint32_t at = 0; at < vector->count && at < vectors->heaviest && weights_of(vector)[at]; at++)
            if (!post(&postings, (uint32_t)moved[vector->terms[at]], kept))
                return free_postings(&postings), KT_MEMORY;
        vectors->kept[kept++] = (uint32_t)slot;
    }
    for (uint32_t slot = 0; slot < kept; slot++) {
        struct vector *vector = vectors->slots[vectors->kept[slot]];
        for (uint32_t at = 0; at < vector->count; at++)
            vector->terms[at] = (uint32_t)moved[vector->terms[at]];
        vectors->slots[slot] = vector;
    }
    vectors->count = kept;
    free_postings(&vectors->postings);
    vectors->postings = postings;
    return kept;
}

/* --- for Python -------------------------------------------------------------------------------------------------- */

/* An article is found under its `heaviest` terms, of which the `newest` articles each are looked at; of those that share
 * more than `least`, as many `candidates` as share most are compared. */
KT_API struct vectors *kt_vectors_new(uint32_t heaviest, uint32_t newest, uint32_t candidates, uint64_t least)
{
    struct vectors *vectors = calloc(1, sizeof *vectors);
    if (!vectors || !candidates || candidates > MAX_SUMMED)
        return free(vectors), NULL;
    vectors->best = malloc(candidates * sizeof *vectors->best);
    vectors->found = malloc(candidates * sizeof *vectors->found);
    if (!vectors->best || !vectors->found)
        return free(vectors->best), free(vectors->found), free(vectors), NULL;
    vectors->heaviest = heaviest;
    vectors->newest = newest;
    vectors->candidates = candidates;
    vectors->least = least;
    return vectors;
}

KT_API void kt_vectors_free(struct vectors *vectors)
{
    if (!vectors)
        return;
    for (size_t slot = 0; slot < vectors->count; slot++)
        free(vectors->slots[slot]);
    free_postings(&vectors->postings);
    free(vectors->slots);
    free(vectors->cells);
    free(vectors->shared);
    free(vectors->touched);
    free(vectors->best);
    free(vectors->found);
    free(vectors->kept);
    free(vectors->gone);
    free(vectors);
}

/* Takes in a vector whose terms come heaviest first. Returns its slot. */
KT_API int64_t kt_vectors_add(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count)
{
    if (!are_sound(terms, weights, count))
        return KT_REFUSED;
    if (!enter(vectors))
        return KT_BUSY;
    return leave(vectors, add(vectors, terms, weights, count));
}

/* Forgets a vector. Returns how many terms it had: they stand in `terms` until the next call. */
KT_API int64_t kt_vectors_drop(struct vectors *vectors, int64_t slot, const uint32_t **terms)
{
    if (!enter(vectors))
        return KT_BUSY;
    if (!is_living(vectors, slot))
        return leave(vectors, KT_REFUSED);
    struct vector *vector = vectors->slots[slot];
    if (!kt_grow(&vectors->gone, &vectors->gone_room, (size_t)vector->count + 1, sizeof *vectors->gone))
        return leave(vectors, KT_MEMORY);
    int64_t count = vector->count;
    memcpy(vectors->gone, vector->terms, vector->count * sizeof *vector->terms);
    *terms = vectors->gone;
    free(vector);
    vectors->slots[slot] = NULL;
    return leave(vectors, count);
}

/* The living slots whose product with the vector is at least `least`, as far as the heaviest terms find them; rising. */
KT_API int64_t kt_vectors_alike(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count,
                                uint64_t least, const uint32_t **found)
{
    if (!are_sound(terms, weights, count))
        return KT_REFUSED;
    if (!enter(vectors))
        return KT_BUSY;
    *found = vectors->found;
    return leave(vectors, alike(vectors, terms, weights, count, least));
}

/* The sum of the products of the vector with the slots of each group; the groups lie in `slots` one after another. */
KT_API int64_t kt_vectors_sums(struct vectors *vectors, const int32_t *terms, const int32_t *weights, size_t count,
                               const int64_t *slots, const int64_t *sizes, size_t groups, int64_t *sums)
{
    if (!are_sound(terms, weights, count))
        return KT_REFUSED;
    if (!enter(vectors))
        return KT_BUSY;
    if (!ask(vectors, terms, weights, count))
        return leave(vectors, KT_MEMORY);
    for (size_t group = 0; group < groups; group++) {
        sums[group] = 0;
        for (int64_t left = sizes[group]; left > 0; left--, slots++) {
            if (!is_living(vectors, *slots))
                return leave(vectors, KT_REFUSED);
            sums[group] += (int64_t)product(vectors, vectors->slots[*slots]);
        }
    }
    return leave(vectors, KT_OK);
}

/* The sum of the products of all pairs of one of `some` and one of `others`. */
KT_API int64_t kt_vectors_pairs(struct vectors *vectors, const int64_t *some, size_t count, const int64_t *others,
                                size_t other_count)
{
    if (!enter(vectors))
        return KT_BUSY;
    size_t terms = 0;
    int sound = count <= MAX_SUMMED && other_count <= MAX_SUMMED;
    for (size_t at = 0; sound && at < other_count; at++)
        sound = is_living(vectors, others[at]);
    for (size_t at = 0; sound && at < count; at++) {
        sound = is_living(vectors, some[at]);
        terms += sound ? vectors->slots[some[at]]->count : 0;
    }
    if (!sound)
        return leave(vectors, KT_REFUSED);
    if (!clear_cells(vectors, terms))
        return leave(vectors, KT_MEMORY);
    for (size_t at = 0; at < count; at++) {
        const struct vector *vector = vectors->slots[some[at]];
        for (uint32_t term = 0; term < vector->count; term++)
            add_weight(vectors, vector->terms[term], weights_of(vector)[term]);
    }
    int64_t sum = 0;
    for (size_t at = 0; at < other_count; at++)
        sum += (int64_t)product(vectors, vectors->slots[others[at]]);
    return leave(vectors, sum);
}

/* Forgets the slots of dropped vectors and gives the terms new numbers. Returns how many slots are left: the one that is
 * now i was `kept[i]`. */
KT_API int64_t kt_vectors_compact(struct vectors *vectors, const int32_t *moved, size_t count, const uint32_t **kept)
{
    if (!enter(vectors))
        return KT_BUSY;
    int64_t answer = compact(vectors, moved, count);
    *kept = vectors->kept;
    return leave(vectors, answer);
}
