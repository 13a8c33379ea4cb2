/* Finds texts that live on in other texts: what match/plain_reuse.py does, fast. See there for the measure.
 *
 * An inverted index of 64-bit shingle hashes in one open table: 12 bytes for each, its holder inline while there is
 * only one. Most shingles of most articles are in no original: a small table of bits says so before the large one is
 * touched, and all look-ups of an article are on their way to memory before the first is needed.
 */
#include "../text/words.h"

#include <math.h>
#include <stdlib.h>

#define SIZE 5
#define NEARLY_ALL 0.8
#define LEAST_RUN 5
#define MAX_PLACES 8
#define FEW 256 /* holders of a shingle: more are counted by sorting */
#define BASE UINT64_C(0x9E3779B97F4A7C15)

#define ONE 0x80000000u /* of a holder: the only one, inline; without it where the list of several begins */
#define EMPTY UINT32_MAX
#define SIZES 28

struct original {
    unsigned char *body; /* UTF-8; NULL where the number is free */
    uint32_t size, shingles;
    uint32_t order;      /* rises from original to original added; of a free number, the next free one */
    uint32_t candidate;  /* its place among those of the article in `article` */
    uint32_t article;
};

struct hit {
    uint32_t shingle, candidate;
};

struct candidate {
    uint32_t original, shared, first; /* `first` of its hits, once they are sorted */
};

struct reuse {
    uint32_t original, shared, shingles, span, spans;
};

/* The shingles of a text: which distinct ones there are, and which of them stands at every place. */
struct shingles {
    uint64_t *distinct;
    uint32_t *places, *table;
    size_t count, distinct_count, mask, distinct_room, places_room, table_room;
};

struct index {
    uint64_t *keys;
    uint32_t *holders; /* EMPTY, ONE | original, or a list */
    size_t mask, used;
    uint64_t *filter; /* eight bits for each slot: one is set for every hash there is, and for some that were */
    size_t stale;     /* hashes gone since the filter was made */
    uint32_t *lists; /* of originals, side by side: how many, the size (4 << size numbers in all), the originals */
    size_t list_end, lists_room;
    uint32_t free_lists[SIZES]; /* the first of each size; the next of it stands in its place */
    struct original *originals;
    size_t original_count, original_room;
    uint32_t free_original, next_order, article;
    double threshold;
    int busy;
    /* of the present article */
    struct kt_text text, other;
    struct shingles shingles; /* those that may be in an original: EMPTY stands at the places of the others */
    uint64_t *hashes;         /* of every place */
    uint32_t *likely;         /* the places where one stands that may be in an original */
    size_t likely_count, hashes_room, likely_room;
    struct hit *hits, *sorted;
    size_t hit_count, hit_room, sorted_room;
    uint32_t *holding; /* how many originals hold each distinct shingle */
    uint32_t *held;    /* 1 + the candidate that was last found to hold it */
    size_t holding_room, held_room;
    struct candidate *candidates;
    size_t candidate_count, candidate_room;
    struct reuse *found;
    size_t found_count, found_room;
    uint32_t *spans; /* four numbers each */
    size_t span_count, spans_room;
    uint32_t *following; /* the next place of the same shingle in the original */
    size_t following_room;
    uint32_t *first, *last;
    size_t first_room, last_room;
    uint32_t *counts;
    size_t counts_room;
};

/* --- shingles ---------------------------------------------------------------------------------------------------- */

static uint64_t hash_at(const struct kt_word *word)
{
    uint64_t hash = 0;
    for (int at = 0; at < SIZE; at++)
        hash = hash * BASE + word[at].key;
    hash ^= hash >> 33;
    hash *= UINT64_C(0xFF51AFD7ED558CCD);
    return hash ^ (hash >> 33);
}

static size_t shingles_of(const struct kt_text *text)
{
    return text->count < SIZE ? 0 : text->count - SIZE + 1;
}

/* Room for `most` distinct shingles of the text at hand; none is in it. */
static int make_room(struct shingles *shingles, const struct kt_text *text, size_t most)
{
    size_t size = 16;
    while (size < most * 2)
        size *= 2;
    shingles->count = shingles_of(text);
    shingles->distinct_count = 0;
    shingles->mask = size - 1;
    if (!kt_grow(&shingles->distinct, &shingles->distinct_room, most, sizeof *shingles->distinct) ||
        !kt_grow(&shingles->places, &shingles->places_room, shingles->count, sizeof *shingles->places) ||
        !kt_grow(&shingles->table, &shingles->table_room, size, sizeof *shingles->table))
        return 0;
    memset(shingles->table, 0xFF, size * sizeof *shingles->table);
    return 1;
}

static size_t slot_of(const struct shingles *shingles, uint64_t hash)
{
    size_t slot = (size_t)hash & shingles->mask;
    while (shingles->table[slot] != EMPTY && shingles->distinct[shingles->table[slot]] != hash)
        slot = (slot + 1) & shingles->mask;
    return slot;
}

/* Which distinct shingle has this hash; a new one where none had. */
static uint32_t enter_hash(struct shingles *shingles, uint64_t hash)
{
    size_t slot = slot_of(shingles, hash);
    if (shingles->table[slot] == EMPTY) {
        shingles->table[slot] = (uint32_t)shingles->distinct_count;
        shingles->distinct[shingles->distinct_count++] = hash;
    }
    return shingles->table[slot];
}

/* Every shingle of a text. */
static int find_shingles(struct shingles *shingles, const struct kt_text *text)
{
    if (!make_room(shingles, text, shingles_of(text)))
        return 0;
    for (size_t at = 0; at < shingles->count; at++)
        shingles->places[at] = enter_hash(shingles, hash_at(text->words + at));
    return 1;
}

static void free_shingles(struct shingles *shingles)
{
    free(shingles->distinct);
    free(shingles->places);
    free(shingles->table);
}

/* --- the index --------------------------------------------------------------------------------------------------- */

/* Shingles hash well, but their low bits choose the place in an article's own table: here the high ones do. */
static size_t home_of(const struct index *index, uint64_t hash)
{
    return (size_t)(hash >> 20) & index->mask;
}

static size_t bit_of(const struct index *index, uint64_t hash)
{
    return (size_t)(hash >> 12) & (index->mask * 8 + 7);
}

static int may_be_there(const struct index *index, uint64_t hash)
{
    size_t at = bit_of(index, hash);
    return index->filter[at / 64] >> at % 64 & 1;
}

static void filter_in(struct index *index, uint64_t hash)
{
    size_t at = bit_of(index, hash);
    index->filter[at / 64] |= UINT64_C(1) << at % 64;
}

static void make_filter(struct index *index)
{
    memset(index->filter, 0, index->mask + 1);
    for (size_t at = 0; at <= index->mask; at++)
        if (index->holders[at] != EMPTY)
            filter_in(index, index->keys[at]);
    index->stale = 0;
}

static size_t find_hash(const struct index *index, uint64_t hash)
{
    size_t at = home_of(index, hash);
    while (index->holders[at] != EMPTY && index->keys[at] != hash)
        at = (at + 1) & index->mask;
    return at;
}

static int reserve_hashes(struct index *index, size_t more)
{
    size_t size = index->keys ? index->mask + 1 : 0, wanted = size ? size : 1024;
    while ((index->used + more) * 8 > wanted * 5)
        wanted *= 2;
    if (wanted == size)
        return 1;
    struct index grown = *index;
    grown.mask = wanted - 1;
    grown.keys = malloc(wanted * sizeof *grown.keys);
    grown.holders = malloc(wanted * sizeof *grown.holders);
    grown.filter = malloc(wanted);
    if (!grown.keys || !grown.holders || !grown.filter)
        return free(grown.keys), free(grown.holders), free(grown.filter), 0;
    memset(grown.holders, 0xFF, wanted * sizeof *grown.holders);
    for (size_t at = 0; at < size; at++)
        if (index->holders[at] != EMPTY) {
            size_t to = find_hash(&grown, index->keys[at]);
            grown.keys[to] = index->keys[at];
            grown.holders[to] = index->holders[at];
        }
    free(index->keys);
    free(index->holders);
    free(index->filter);
    index->keys = grown.keys;
    index->holders = grown.holders;
    index->filter = grown.filter;
    index->mask = grown.mask;
    make_filter(index);
    return 1;
}

static uint32_t new_list(struct index *index, uint32_t size)
{
    if (size >= SIZES)
        return EMPTY;
    uint32_t list = index->free_lists[size];
    size_t wanted = (size_t)4 << size;
    if (list != EMPTY) {
        index->free_lists[size] = index->lists[list];
    } else {
        if (index->list_end + wanted >= ONE ||
            !kt_grow(&index->lists, &index->lists_room, index->list_end + wanted, sizeof *index->lists))
            return EMPTY;
        list = (uint32_t)index->list_end;
        index->list_end += wanted;
    }
    index->lists[list] = 0;
    index->lists[list + 1] = size;
    return list;
}

static void drop_list(struct index *index, uint32_t list)
{
    uint32_t size = index->lists[list + 1];
    index->lists[list] = index->free_lists[size];
    index->free_lists[size] = list;
}

static void append(struct index *index, uint32_t list, uint32_t original)
{
    index->lists[list + 2 + index->lists[list]++] = original;
}

static int hold(struct index *index, uint64_t hash, uint32_t original)
{
    size_t at = find_hash(index, hash);
    uint32_t holder = index->holders[at], list = holder;
    if (holder == EMPTY) {
        index->keys[at] = hash;
        index->holders[at] = ONE | original;
        index->used++;
        filter_in(index, hash);
        return 1;
    }
    if (holder & ONE) {
        if ((list = new_list(index, 0)) == EMPTY)
            return 0;
        append(index, list, holder & ~ONE);
    } else if (index->lists[list] == (UINT32_C(4) << index->lists[list + 1]) - 2) {
        if ((list = new_list(index, index->lists[holder + 1] + 1)) == EMPTY)
            return 0;
        for (uint32_t i = 0; i < index->lists[holder]; i++)
            append(index, list, index->lists[holder + 2 + i]);
        drop_list(index, holder);
    }
    append(index, list, original);
    index->holders[at] = list;
    return 1;
}

static void empty_hash(struct index *index, size_t hole)
{
    size_t at = hole;
    for (;;) {
        at = (at + 1) & index->mask;
        if (index->holders[at] == EMPTY)
            break;
        if (((at - home_of(index, index->keys[at])) & index->mask) >= ((at - hole) & index->mask)) {
            index->keys[hole] = index->keys[at];
            index->holders[hole] = index->holders[at];
            hole = at;
        }
    }
    index->holders[hole] = EMPTY;
    index->used--;
    index->stale++;
}

static void let_go(struct index *index, uint64_t hash, uint32_t original)
{
    size_t at = find_hash(index, hash);
    uint32_t holder = index->holders[at];
    if (holder == EMPTY)
        return;
    if (holder & ONE) {
        if ((holder & ~ONE) == original)
            empty_hash(index, at);
        return;
    }
    uint32_t *list = index->lists + holder, last = list[0] - 1;
    for (uint32_t i = 0; i <= last; i++) {
        if (list[2 + i] != original)
            continue;
        list[2 + i] = list[2 + last];
        if (--list[0] > 1)
            return;
        index->holders[at] = ONE | list[2]; /* one is left */
        drop_list(index, holder);
        return;
    }
}

/* --- originals come and go --------------------------------------------------------------------------------------- */

KT_API struct index *kt_reuse_new(double threshold)
{
    struct index *index = calloc(1, sizeof *index);
    if (index) {
        index->free_original = EMPTY;
        memset(index->free_lists, 0xFF, sizeof index->free_lists);
        index->threshold = threshold;
    }
    return index;
}

KT_API void kt_reuse_free(struct index *index)
{
    if (!index)
        return;
    for (size_t at = 0; at < index->original_count; at++)
        free(index->originals[at].body);
    void *all[] = {index->keys,   index->holders, index->lists,      index->originals, index->hits,
                   index->sorted, index->holding, index->candidates, index->found,     index->spans,
                   index->held,   index->first,   index->last,       index->following, index->counts,
                   index->filter, index->likely,  index->hashes};
    for (size_t at = 0; at < sizeof all / sizeof *all; at++)
        free(all[at]);
    free_shingles(&index->shingles);
    kt_text_free(&index->text);
    kt_text_free(&index->other);
    free(index);
}

static int enter(struct index *index)
{
    return !__atomic_exchange_n(&index->busy, 1, __ATOMIC_ACQUIRE);
}

static void leave(struct index *index)
{
    __atomic_store_n(&index->busy, 0, __ATOMIC_RELEASE);
}

static void forget(struct index *index, uint32_t number)
{
    struct original *original = &index->originals[number];
    free(original->body);
    *original = (struct original){.order = index->free_original};
    index->free_original = number;
}

static int64_t add(struct index *index, const unsigned char *body, size_t size)
{
    kt_text_clear(&index->text);
    int status = kt_text_read(&index->text, body, size, 0);
    if (status != KT_OK)
        return status;
    if (!find_shingles(&index->shingles, &index->text) ||
        !reserve_hashes(index, index->shingles.distinct_count) || index->next_order == UINT32_MAX)
        return KT_MEMORY;
    uint32_t number = index->free_original;
    if (number == EMPTY) {
        if (index->original_count >= ONE - 1 ||
            !kt_grow(&index->originals, &index->original_room, index->original_count + 1, sizeof *index->originals))
            return KT_MEMORY;
        number = (uint32_t)index->original_count++;
    } else {
        index->free_original = index->originals[number].order;
    }
    unsigned char *copy = malloc(size + 1);
    uint32_t shingles = (uint32_t)index->shingles.distinct_count;
    index->originals[number] = (struct original){copy, (uint32_t)size, shingles, index->next_order++, 0, 0};
    int fine = copy != NULL;
    if (fine)
        memcpy(copy, body, size);
    for (size_t at = 0; fine && at < shingles; at++)
        fine = hold(index, index->shingles.distinct[at], number);
    if (fine)
        return number;
    for (size_t at = 0; at < shingles; at++)
        let_go(index, index->shingles.distinct[at], number);
    forget(index, number);
    return KT_MEMORY;
}

/* Adds an original. Returns its number, which a removed one may have had before; or a negative KT_ answer. */
KT_API int64_t kt_reuse_add(struct index *index, const unsigned char *body, size_t size)
{
    if (!enter(index))
        return KT_BUSY;
    int64_t answer = add(index, body, size);
    leave(index);
    return answer;
}

KT_API int kt_reuse_remove(struct index *index, uint32_t number)
{
    if (!enter(index))
        return KT_BUSY;
    int answer = KT_REFUSED;
    if (number < index->original_count && index->originals[number].body) {
        kt_text_clear(&index->text);
        answer = kt_text_read(&index->text, index->originals[number].body, index->originals[number].size, 0);
        if (answer == KT_OK && !find_shingles(&index->shingles, &index->text))
            answer = KT_MEMORY;
        for (size_t at = 0; answer == KT_OK && at < index->shingles.distinct_count; at++)
            let_go(index, index->shingles.distinct[at], number);
        if (answer == KT_OK)
            forget(index, number);
        if (index->stale > index->used + 1024)
            make_filter(index);
    }
    leave(index);
    return answer;
}

/* --- finding ----------------------------------------------------------------------------------------------------- */

static inline int note_hit(struct index *index, uint32_t shingle, uint32_t number)
{
    struct original *original = &index->originals[number];
    if (original->article != index->article) {
        if (index->candidate_count == index->candidate_room &&
            !kt_grow(&index->candidates, &index->candidate_room, index->candidate_count + 1, sizeof *index->candidates))
            return 0;
        original->article = index->article;
        original->candidate = (uint32_t)index->candidate_count;
        index->candidates[index->candidate_count++] = (struct candidate){number, 0, 0};
    }
    if (index->hit_count == index->hit_room &&
        !kt_grow(&index->hits, &index->hit_room, index->hit_count + 1, sizeof *index->hits))
        return 0;
    index->hits[index->hit_count++] = (struct hit){shingle, original->candidate};
    index->candidates[original->candidate].shared++;
    index->holding[shingle]++;
    return 1;
}

/* The article's shingles that may be in an original: of most articles none is, and nothing more is done for them. */
static int find_likely(struct index *index)
{
    struct shingles *own = &index->shingles;
    size_t count = index->used ? shingles_of(&index->text) : 0, likely = 0;
    if (!kt_grow(&index->hashes, &index->hashes_room, count, sizeof *index->hashes) ||
        !kt_grow(&index->likely, &index->likely_room, count, sizeof *index->likely))
        return 0;
    for (size_t at = 0; at < count; at++) {
        index->hashes[at] = hash_at(index->text.words + at);
        __builtin_prefetch(&index->filter[bit_of(index, index->hashes[at]) / 64]);
    }
    for (size_t at = 0; at < count; at++) {
        if (!may_be_there(index, index->hashes[at]))
            continue;
        index->likely[likely++] = (uint32_t)at;
        __builtin_prefetch(&index->keys[home_of(index, index->hashes[at])]);
        __builtin_prefetch(&index->holders[home_of(index, index->hashes[at])]);
    }
    index->likely_count = likely;
    if (!make_room(own, &index->text, likely))
        return 0;
    if (own->count)
        memset(own->places, 0xFF, own->count * sizeof *own->places);
    for (size_t next = 0; next < likely; next++)
        own->places[index->likely[next]] = enter_hash(own, index->hashes[index->likely[next]]);
    return 1;
}

/* Every meeting of a shingle of the article with an original. */
static int look_up(struct index *index)
{
    const struct shingles *own = &index->shingles;
    size_t count = own->distinct_count;
    if (!kt_grow(&index->holding, &index->holding_room, count, sizeof *index->holding) ||
        !kt_grow(&index->held, &index->held_room, count, sizeof *index->held))
        return 0;
    for (size_t at = 0; at < count; at++) {
        index->held[at] = index->holders[find_hash(index, own->distinct[at])];
        if (!(index->held[at] & ONE))
            __builtin_prefetch(index->lists + index->held[at]);
    }
    for (uint32_t at = 0; at < count; at++) {
        uint32_t holder = index->held[at];
        index->holding[at] = 0;
        index->held[at] = 0;
        if (holder == EMPTY)
            continue;
        if (holder & ONE) {
            if (!note_hit(index, at, holder & ~ONE))
                return 0;
            continue;
        }
        for (uint32_t i = 0; i < index->lists[holder]; i++)
            if (!note_hit(index, at, index->lists[holder + 2 + i]))
                return 0;
    }
    return 1;
}

/* Whether so much of an original is there that it is worth a closer look. */
static int is_candidate(const struct index *index, const struct candidate *candidate)
{
    return (double)candidate->shared / index->originals[candidate->original].shingles >= index->threshold;
}

/* The hits of those worth a look, candidate by candidate. */
static int sort_hits(struct index *index)
{
    uint32_t first = 0;
    for (size_t at = 0; at < index->candidate_count; at++) {
        struct candidate *candidate = &index->candidates[at];
        candidate->first = is_candidate(index, candidate) ? first : EMPTY;
        first += candidate->first == EMPTY ? 0 : candidate->shared;
    }
    if (!kt_grow(&index->sorted, &index->sorted_room, first, sizeof *index->sorted))
        return 0;
    for (size_t at = 0; first && at < index->hit_count; at++) {
        struct candidate *candidate = &index->candidates[index->hits[at].candidate];
        if (candidate->first != EMPTY)
            index->sorted[candidate->first++] = index->hits[at];
    }
    for (size_t at = 0; at < index->candidate_count; at++)
        if (index->candidates[at].first != EMPTY)
            index->candidates[at].first -= index->candidates[at].shared;
    return 1;
}

static int rising(const void *left, const void *right)
{
    uint32_t one = *(const uint32_t *)left, two = *(const uint32_t *)right;
    return one < two ? -1 : one > two;
}

/* The mean of 1 / holders over some shingles, summed in the order in which Python sums it: from the fewest on. */
static double rarity(uint32_t *counts, uint32_t shared)
{
    uint32_t often[FEW] = {0}, most = 0;
    for (uint32_t at = 0; at < shared; at++)
        most = counts[at] > most ? counts[at] : most;
    double sum = 0;
    if (most < FEW) {
        for (uint32_t at = 0; at < shared; at++)
            often[counts[at]]++;
        for (uint32_t by = 1; by <= most; by++)
            sum += often[by] ? (double)often[by] / by : 0;
        return sum / shared;
    }
    qsort(counts, shared, sizeof *counts, rising);
    for (uint32_t at = 0, end; at < shared; at = end) {
        for (end = at; end < shared && counts[end] == counts[at];)
            end++;
        sum += (double)(end - at) / counts[at];
    }
    return sum / shared;
}

/* How much a candidate's shingles weigh that stand in runs, and that few others hold; negative without memory. */
static double weigh(struct index *index, uint32_t number)
{
    const struct candidate *candidate = &index->candidates[number];
    const struct hit *hits = index->sorted + candidate->first;
    uint32_t shingles = index->originals[candidate->original].shingles, shared = candidate->shared;
    uint32_t least = shingles < LEAST_RUN ? shingles : LEAST_RUN, run = 0, in_runs = 0, after = 0;
    if (!kt_grow(&index->counts, &index->counts_room, shared, sizeof *index->counts))
        return -1;
    for (uint32_t at = 0; at < shared; at++) {
        index->held[hits[at].shingle] = number + 1;
        index->counts[at] = index->holding[hits[at].shingle];
    }
    for (size_t next = 0; next < index->likely_count; next++) {
        uint32_t place = index->likely[next];
        if (index->held[index->shingles.places[place]] != number + 1)
            continue;
        if (place != after) {
            in_runs += run >= least ? run : 0;
            run = 0;
        }
        run++;
        after = place + 1;
    }
    in_runs += run >= least ? run : 0;
    return (double)(in_runs < shared ? in_runs : shared) / shingles * sqrt(rarity(index->counts, shared));
}

/* --- spans ------------------------------------------------------------------------------------------------------- */

static int same_word(const struct kt_text *one, size_t at, const struct kt_text *two, size_t place)
{
    const struct kt_word *word = &one->words[at], *other = &two->words[place];
    return word->key == other->key && word->length == other->length &&
           (word->length <= 8 || !memcmp(one->folded + word->at, two->folded + other->at, word->length));
}

static size_t common(const struct index *index, size_t at, size_t place)
{
    size_t length = 0;
    while (at + length < index->text.count && place + length < index->other.count &&
           same_word(&index->text, at + length, &index->other, place + length))
        length++;
    return length;
}

static int add_span(struct index *index, size_t at, size_t place, size_t length)
{
    if (!kt_grow(&index->spans, &index->spans_room, 4 * (index->span_count + 1), sizeof *index->spans))
        return 0;
    uint32_t *span = index->spans + 4 * index->span_count++;
    span[0] = index->text.places[at].start;
    span[1] = index->text.places[at + length - 1].end;
    span[2] = index->other.places[place].start;
    span[3] = index->other.places[place + length - 1].end;
    return 1;
}

/* Links the places in the original of each of the article's shingles, in order. */
static int link_places(struct index *index)
{
    const struct shingles *own = &index->shingles;
    size_t count = shingles_of(&index->other);
    if (!kt_grow(&index->following, &index->following_room, count, sizeof *index->following) ||
        !kt_grow(&index->first, &index->first_room, own->distinct_count, sizeof *index->first) ||
        !kt_grow(&index->last, &index->last_room, own->distinct_count, sizeof *index->last))
        return 0;
    for (size_t at = 0; at < own->distinct_count; at++)
        index->first[at] = EMPTY;
    for (uint32_t place = 0; place < count; place++) {
        uint32_t which = own->table[slot_of(own, hash_at(index->other.words + place))];
        if (which == EMPTY)
            continue;
        index->following[place] = EMPTY;
        if (index->first[which] == EMPTY)
            index->first[which] = place;
        else
            index->following[index->last[which]] = place;
        index->last[which] = place;
    }
    return 1;
}

/* The longest stretches of at least five equal words, from left to right through the article. */
static int find_spans(struct index *index, const struct original *original)
{
    kt_text_clear(&index->other);
    int status = kt_text_read(&index->other, original->body, original->size, 1);
    if (status != KT_OK || !link_places(index))
        return 0;
    for (size_t next = 0, free = 0; next < index->likely_count; next++) {
        size_t at = index->likely[next], best = 0, start = 0;
        if (at < free)
            continue;
        uint32_t place = index->first[index->shingles.places[at]];
        for (int tries = 0; place != EMPTY && tries < MAX_PLACES; place = index->following[place]) {
            size_t length = common(index, at, place);
            tries += length >= SIZE;
            if (length >= SIZE && length > best) {
                best = length;
                start = place;
            }
        }
        if (best && !add_span(index, at, start, best))
            return 0;
        free = at + best;
    }
    return 1;
}

/* Where a text is being counted: so many code points begin before this byte. */
struct cursor {
    const unsigned char *text;
    size_t byte, points;
};

/* How many code points begin in some bytes. */
static size_t count_points(const unsigned char *from, size_t size)
{
    size_t points = size;
    for (; size >= 8; from += 8, size -= 8) {
        uint64_t block = kt_load(from), inside = block & ~(block << 1) & UINT64_C(0x8080808080808080);
        points -= (size_t)((inside >> 7) * UINT64_C(0x0101010101010101) >> 56);
    }
    for (; size; from++, size--)
        points -= (*from & 0xC0) == 0x80;
    return points;
}

static uint32_t points_at(struct cursor *cursor, uint32_t byte)
{
    if (byte >= cursor->byte)
        cursor->points += count_points(cursor->text + cursor->byte, byte - cursor->byte);
    else
        cursor->points -= count_points(cursor->text + byte, cursor->byte - byte);
    cursor->byte = byte;
    return (uint32_t)cursor->points;
}

/* The spans from `first` on in code points; they were found in bytes. */
static void count_spans(struct index *index, size_t first, const unsigned char *body, const unsigned char *other)
{
    struct cursor own = {body, 0, 0}, others = {other, 0, 0};
    for (uint32_t *span = index->spans + 4 * first; span < index->spans + 4 * index->span_count; span += 4)
        for (int at = 0; at < 4; at++)
            span[at] = points_at(at < 2 ? &own : &others, span[at]);
}

/* --- answers ----------------------------------------------------------------------------------------------------- */

static int note_found(struct index *index, const struct candidate *candidate, const unsigned char *body)
{
    const struct original *original = &index->originals[candidate->original];
    if (!kt_grow(&index->found, &index->found_room, index->found_count + 1, sizeof *index->found))
        return 0;
    size_t before = index->span_count;
    if (!find_spans(index, original))
        return 0;
    if (index->span_count > before)
        count_spans(index, before, body, original->body);
    index->found[index->found_count++] =
        (struct reuse){candidate->original, candidate->shared, original->shingles, (uint32_t)before,
                       (uint32_t)(index->span_count - before)};
    return 1;
}

/* The most complete first; of equal ones, the one added first. */
static int goes_before(const struct index *index, const struct reuse *one, const struct reuse *two)
{
    uint64_t left = (uint64_t)one->shared * two->shingles, right = (uint64_t)two->shared * one->shingles;
    if (left != right)
        return left > right;
    return index->originals[one->original].order < index->originals[two->original].order;
}

static void put_in_order(struct index *index)
{
    for (size_t at = 1; at < index->found_count; at++) {
        struct reuse reuse = index->found[at];
        size_t to = at;
        for (; to && goes_before(index, &reuse, &index->found[to - 1]); to--)
            index->found[to] = index->found[to - 1];
        index->found[to] = reuse;
    }
}

static void next_article(struct index *index)
{
    index->hit_count = index->candidate_count = index->found_count = index->span_count = 0;
    if (++index->article)
        return;
    for (size_t at = 0; at < index->original_count; at++)
        index->originals[at].article = 0;
    index->article = 1;
}

static int64_t find(struct index *index, const unsigned char *body, size_t size)
{
    kt_text_clear(&index->text);
    int status = kt_text_read(&index->text, body, size, 1);
    if (status != KT_OK)
        return status;
    next_article(index);
    if (!find_likely(index) || !look_up(index) || !sort_hits(index))
        return KT_MEMORY;
    for (uint32_t at = 0; at < index->candidate_count; at++) {
        const struct candidate *candidate = &index->candidates[at];
        if (candidate->first == EMPTY)
            continue;
        double containment = (double)candidate->shared / index->originals[candidate->original].shingles;
        double weight = containment >= NEARLY_ALL ? 1 : weigh(index, at);
        if (weight < 0)
            return KT_MEMORY;
        if (weight < index->threshold)
            continue;
        if (!note_found(index, candidate, body))
            return KT_MEMORY;
    }
    put_in_order(index);
    return (int64_t)index->found_count;
}

/* Finds what lives on in a text: so many rows of five numbers (original, shingles shared, shingles, first span, spans)
 * in `found`, and of four (see add_span) in `spans`; they stay until the next call. */
KT_API int64_t kt_reuse_find(struct index *index, const unsigned char *body, size_t size, const uint32_t **found,
                             const uint32_t **spans)
{
    if (!enter(index))
        return KT_BUSY;
    int64_t answer = find(index, body, size);
    *found = (const uint32_t *)index->found;
    *spans = index->spans;
    leave(index);
    return answer;
}

/* The code points that the last KT_UNKNOWN was about. */
KT_API const uint32_t *kt_reuse_unknown(const struct index *index, size_t *count)
{
    *count = index->text.unknown_count;
    return index->text.unknown;
}
