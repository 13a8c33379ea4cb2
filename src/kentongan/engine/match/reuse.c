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
#define BASE UINT64_C(0x9E3779B97F4A7C15)

#define ONE 0x80000000u /* of a holder: the only one, inline; without it the first of a chain */
#define EMPTY UINT32_MAX

struct original {
    unsigned char *body; /* UTF-8; NULL where the number is free */
    uint32_t size, shingles;
    uint32_t order;      /* rises from original to original added; of a free number, the next free one */
    uint32_t candidate;  /* its place among those of the article in `article` */
    uint32_t article;
};

struct link {
    uint32_t original, next;
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
    size_t count, distinct_count, distinct_room, places_room, table_room;
};

struct index {
    uint64_t *keys;
    uint32_t *holders; /* EMPTY, ONE | original, or a link */
    size_t mask, used;
    uint64_t *filter; /* eight bits for each slot: one is set for every hash there is, and for some that were */
    size_t stale;     /* hashes gone since the filter was made */
    struct link *links;
    size_t link_count, link_room;
    uint32_t free_link;
    struct original *originals;
    size_t original_count, original_room;
    uint32_t free_original, next_order, article;
    double threshold;
    int busy;
    /* of the present article */
    struct kt_text text, other;
    struct shingles shingles, others;
    struct hit *hits, *sorted;
    size_t hit_count, hit_room, sorted_room;
    uint32_t *holding; /* how many originals hold each distinct shingle */
    uint32_t *held;    /* 1 + the candidate that was last found to hold it */
    uint32_t *likely;  /* the distinct shingles that the filter lets through */
    size_t holding_room, held_room, likely_room;
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

static int find_shingles(struct shingles *shingles, const struct kt_text *text)
{
    size_t count = text->count < SIZE ? 0 : text->count - SIZE + 1, size = 16;
    while (size < count * 2)
        size *= 2;
    shingles->count = count;
    shingles->distinct_count = 0;
    if (!kt_grow(&shingles->distinct, &shingles->distinct_room, count, sizeof *shingles->distinct) ||
        !kt_grow(&shingles->places, &shingles->places_room, count, sizeof *shingles->places) ||
        !kt_grow(&shingles->table, &shingles->table_room, size, sizeof *shingles->table))
        return 0;
    memset(shingles->table, 0xFF, size * sizeof *shingles->table);
    for (size_t at = 0; at < count; at++) {
        uint64_t hash = hash_at(text->words + at);
        size_t slot = (size_t)hash & (size - 1);
        while (shingles->table[slot] != EMPTY && shingles->distinct[shingles->table[slot]] != hash)
            slot = (slot + 1) & (size - 1);
        if (shingles->table[slot] == EMPTY) {
            shingles->table[slot] = (uint32_t)shingles->distinct_count;
            shingles->distinct[shingles->distinct_count++] = hash;
        }
        shingles->places[at] = shingles->table[slot];
    }
    return 1;
}

static void free_shingles(struct shingles *shingles)
{
    free(shingles->distinct);
    free(shingles->places);
    free(shingles->table);
}

/* Which distinct shingle of a text has this hash; EMPTY for none. */
static uint32_t find_distinct(const struct shingles *shingles, uint64_t hash)
{
    size_t size = 16;
    while (size < shingles->count * 2)
        size *= 2;
    for (size_t slot = (size_t)hash & (size - 1);; slot = (slot + 1) & (size - 1)) {
        uint32_t found = shingles->table[slot];
        if (found == EMPTY || shingles->distinct[found] == hash)
            return found;
    }
}

/* --- the index --------------------------------------------------------------------------------------------------- */

/* Shingles hash well, but their low bits choose the place in an article's own table: here the high ones do. */
static size_t home_of(const struct index *index, uint64_t hash)
{
    return (size_t)(hash >> 20) & index->mask;
}

static int may_be_there(const struct index *index, uint64_t hash)
{
    size_t at = (size_t)(hash >> 12) & (index->mask * 8 + 7);
    return index->filter[at / 64] >> at % 64 & 1;
}

static void filter_in(struct index *index, uint64_t hash)
{
    size_t at = (size_t)(hash >> 12) & (index->mask * 8 + 7);
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

static uint32_t add_link(struct index *index, uint32_t original, uint32_t next)
{
    uint32_t link = index->free_link;
    if (link != EMPTY) {
        index->free_link = index->links[link].next;
    } else {
        if (index->link_count >= ONE - 1 ||
            !kt_grow(&index->links, &index->link_room, index->link_count + 1, sizeof *index->links))
            return EMPTY;
        link = (uint32_t)index->link_count++;
    }
    index->links[link] = (struct link){original, next};
    return link;
}

static void drop_link(struct index *index, uint32_t link)
{
    index->links[link].next = index->free_link;
    index->free_link = link;
}

static int hold(struct index *index, uint64_t hash, uint32_t original)
{
    size_t at = find_hash(index, hash);
    uint32_t holder = index->holders[at];
    if (holder == EMPTY) {
        index->keys[at] = hash;
        index->holders[at] = ONE | original;
        index->used++;
        filter_in(index, hash);
        return 1;
    }
    if (holder & ONE) {
        holder = add_link(index, holder & ~ONE, EMPTY);
        if (holder == EMPTY)
            return 0;
        index->holders[at] = holder;
    }
    uint32_t link = add_link(index, original, holder);
    if (link == EMPTY)
        return 0;
    index->holders[at] = link;
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
    for (uint32_t *from = &index->holders[at]; *from != EMPTY; from = &index->links[*from].next) {
        uint32_t link = *from;
        if (index->links[link].original != original)
            continue;
        *from = index->links[link].next;
        drop_link(index, link);
        break;
    }
    if (index->holders[at] == EMPTY) { /* it was the only one of a chain */
        index->holders[at] = ONE | original;
        empty_hash(index, at);
    }
}

/* --- originals come and go --------------------------------------------------------------------------------------- */

KT_API struct index *kt_reuse_new(double threshold)
{
    struct index *index = calloc(1, sizeof *index);
    if (index) {
        index->free_link = index->free_original = EMPTY;
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
    void *all[] = {index->keys,   index->holders, index->links,      index->originals, index->hits,
                   index->sorted, index->holding, index->candidates, index->found,     index->spans,
                   index->held,   index->first,   index->last,       index->following, index->counts,
                   index->filter, index->likely};
    for (size_t at = 0; at < sizeof all / sizeof *all; at++)
        free(all[at]);
    free_shingles(&index->shingles);
    free_shingles(&index->others);
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

static int note_hit(struct index *index, uint32_t shingle, uint32_t number)
{
    struct original *original = &index->originals[number];
    if (original->article != index->article) {
        if (!kt_grow(&index->candidates, &index->candidate_room, index->candidate_count + 1, sizeof *index->candidates))
            return 0;
        original->article = index->article;
        original->candidate = (uint32_t)index->candidate_count;
        index->candidates[index->candidate_count++] = (struct candidate){number, 0, 0};
    }
    if (!kt_grow(&index->hits, &index->hit_room, index->hit_count + 1, sizeof *index->hits))
        return 0;
    index->hits[index->hit_count++] = (struct hit){shingle, original->candidate};
    index->candidates[original->candidate].shared++;
    index->holding[shingle]++;
    return 1;
}

/* Every meeting of a shingle of the article with an original. */
static int look_up(struct index *index)
{
    const struct shingles *shingles = &index->shingles;
    size_t count = shingles->distinct_count, likely = 0;
    if (!kt_grow(&index->likely, &index->likely_room, count, sizeof *index->likely) ||
        !kt_grow(&index->holding, &index->holding_room, count, sizeof *index->holding))
        return 0;
    if (!index->used || !count)
        return 1;
    memset(index->holding, 0, count * sizeof *index->holding);
    for (size_t at = 0; at < count; at++)
        __builtin_prefetch(&index->filter[((size_t)(shingles->distinct[at] >> 12) & (index->mask * 8 + 7)) / 64]);
    for (size_t at = 0; at < count; at++) {
        if (!may_be_there(index, shingles->distinct[at]))
            continue;
        index->likely[likely++] = (uint32_t)at;
        __builtin_prefetch(&index->keys[home_of(index, shingles->distinct[at])]);
        __builtin_prefetch(&index->holders[home_of(index, shingles->distinct[at])]);
    }
    for (size_t next = 0; next < likely; next++) {
        size_t at = index->likely[next];
        uint32_t holder = index->holders[find_hash(index, shingles->distinct[at])];
        if (holder == EMPTY)
            continue;
        if (holder & ONE) {
            if (!note_hit(index, (uint32_t)at, holder & ~ONE))
                return 0;
            continue;
        }
        for (; holder != EMPTY; holder = index->links[holder].next)
            if (!note_hit(index, (uint32_t)at, index->links[holder].original))
                return 0;
    }
    return 1;
}

/* The hits, candidate by candidate; `held` is made ready for `weigh`. */
static int sort_hits(struct index *index)
{
    size_t distinct = index->shingles.distinct_count;
    if (!kt_grow(&index->sorted, &index->sorted_room, index->hit_count, sizeof *index->sorted) ||
        !kt_grow(&index->held, &index->held_room, distinct, sizeof *index->held))
        return 0;
    if (distinct)
        memset(index->held, 0, distinct * sizeof *index->held);
    uint32_t first = 0;
    for (size_t at = 0; at < index->candidate_count; at++) {
        index->candidates[at].first = first;
        first += index->candidates[at].shared;
    }
    for (size_t at = 0; at < index->hit_count; at++)
        index->sorted[index->candidates[index->hits[at].candidate].first++] = index->hits[at];
    for (size_t at = 0; at < index->candidate_count; at++)
        index->candidates[at].first -= index->candidates[at].shared;
    return 1;
}

static int rising(const void *left, const void *right)
{
    uint32_t one = *(const uint32_t *)left, two = *(const uint32_t *)right;
    return one < two ? -1 : one > two;
}

/* How much a candidate's shingles weigh that stand in runs, and that few others hold; negative without memory. */
static double weigh(struct index *index, uint32_t number)
{
    const struct candidate *candidate = &index->candidates[number];
    const struct hit *hits = index->sorted + candidate->first;
    uint32_t shingles = index->originals[candidate->original].shingles, shared = candidate->shared;
    uint32_t least = shingles < LEAST_RUN ? shingles : LEAST_RUN, run = 0, in_runs = 0;
    if (!kt_grow(&index->counts, &index->counts_room, shared, sizeof *index->counts))
        return -1;
    for (uint32_t at = 0; at < shared; at++) {
        index->held[hits[at].shingle] = number + 1;
        index->counts[at] = index->holding[hits[at].shingle];
    }
    for (size_t place = 0; place <= index->shingles.count; place++) {
        if (place < index->shingles.count && index->held[index->shingles.places[place]] == number + 1) {
            run++;
            continue;
        }
        in_runs += run >= least ? run : 0;
        run = 0;
    }
    /* The mean of 1 / holders, summed in the order in which Python sums it. */
    qsort(index->counts, shared, sizeof *index->counts, rising);
    double sum = 0;
    for (uint32_t at = 0, end; at < shared; at = end) {
        for (end = at; end < shared && index->counts[end] == index->counts[at];)
            end++;
        sum += (double)(end - at) / index->counts[at];
    }
    return (double)(in_runs < shared ? in_runs : shared) / shingles * sqrt(sum / shared);
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

/* Links the places of each shingle of the original, in order. */
static int link_places(struct index *index)
{
    const struct shingles *others = &index->others;
    if (!kt_grow(&index->following, &index->following_room, others->count, sizeof *index->following) ||
        !kt_grow(&index->first, &index->first_room, others->distinct_count, sizeof *index->first) ||
        !kt_grow(&index->last, &index->last_room, others->distinct_count, sizeof *index->last))
        return 0;
    for (size_t at = 0; at < others->distinct_count; at++)
        index->first[at] = EMPTY;
    for (uint32_t place = 0; place < others->count; place++) {
        uint32_t which = others->places[place];
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
    if (status != KT_OK || !find_shingles(&index->others, &index->other) || !link_places(index))
        return 0;
    kt_count_code_points(&index->other, original->body);
    const struct shingles *own = &index->shingles;
    for (size_t at = 0; at < own->count;) {
        uint32_t which = find_distinct(&index->others, own->distinct[own->places[at]]);
        uint32_t place = which == EMPTY ? EMPTY : index->first[which];
        size_t best = 0, start = 0;
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
        at += best ? best : 1;
    }
    return 1;
}

/* --- answers ----------------------------------------------------------------------------------------------------- */

static int note_found(struct index *index, const struct candidate *candidate)
{
    const struct original *original = &index->originals[candidate->original];
    if (!kt_grow(&index->found, &index->found_room, index->found_count + 1, sizeof *index->found))
        return 0;
    size_t before = index->span_count;
    if (!find_spans(index, original))
        return 0;
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
    if (!find_shingles(&index->shingles, &index->text) || !look_up(index) || !sort_hits(index))
        return KT_MEMORY;
    int counted = 0;
    for (uint32_t at = 0; at < index->candidate_count; at++) {
        const struct candidate *candidate = &index->candidates[at];
        double containment = (double)candidate->shared / index->originals[candidate->original].shingles;
        if (containment < index->threshold)
            continue;
        double weight = containment >= NEARLY_ALL ? 1 : weigh(index, at);
        if (weight < 0)
            return KT_MEMORY;
        if (weight < index->threshold)
            continue;
        if (!counted++)
            kt_count_code_points(&index->text, body);
        if (!note_found(index, candidate))
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
