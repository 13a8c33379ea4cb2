/* Text into folded words, in one pass over UTF-8. The words are those of text/fold.py, exactly.
 *
 * ASCII goes eight bytes at a time: which of them are letters or digits, all of them in small letters, and the hash
 * come from one load. Any other code point is looked up in a table that Python fills (`kt_learn`), so that whatever
 * that Python's Unicode says holds here too: a text with a code point never met before answers KT_UNKNOWN.
 */
#include "words.h"

#include <stdlib.h>

#define KEPT ((size_t)1 << 23)
#define HIGH UINT64_C(0x8080808080808080)
#define ALL(byte) (UINT64_C(0x0101010101010101) * (byte))

uint64_t kt_seed = 0;

/* --- the table of folded code points ---------------------------------------------------------------------------- */

struct folded {
    uint32_t length;
    unsigned char bytes[]; /* UTF-8; a space stands for all that is no letter or digit */
};

#define PAGE 256
#define PAGES (0x110000 / PAGE)

/* Readers take no lock: a page or entry is complete before its address is stored, and lives for ever. */
static struct folded **pages[PAGES];

static const struct folded *folded_of(uint32_t code)
{
    struct folded **page = __atomic_load_n(&pages[code / PAGE], __ATOMIC_ACQUIRE);
    return page ? __atomic_load_n(&page[code % PAGE], __ATOMIC_ACQUIRE) : NULL;
}

/* Teaches what a code point folds to. The caller sees to it that one thread teaches at a time. */
KT_API int kt_learn(uint32_t code, const unsigned char *bytes, uint32_t length)
{
    if (code >= 0x110000 || length > 1024)
        return KT_REFUSED;
    if (folded_of(code))
        return KT_OK;
    struct folded **page = pages[code / PAGE];
    if (!page) {
        page = calloc(PAGE, sizeof *page);
        if (!page)
            return KT_MEMORY;
        __atomic_store_n(&pages[code / PAGE], page, __ATOMIC_RELEASE);
    }
    struct folded *entry = malloc(sizeof *entry + length);
    if (!entry)
        return KT_MEMORY;
    entry->length = length;
    memcpy(entry->bytes, bytes, length);
    __atomic_store_n(&page[code % PAGE], entry, __ATOMIC_RELEASE);
    return KT_OK;
}

#ifndef KT_STAMP
#define KT_STAMP ""
#endif

/* What the library was built from. */
KT_API const char *kt_stamp(void)
{
    return KT_STAMP;
}

/* A number that no outsider knows, so that nobody can send words that all hash alike. Before any other call. */
KT_API void kt_start(uint64_t seed)
{
    kt_seed = seed;
}

/* --- memory ------------------------------------------------------------------------------------------------------ */

int kt_grow(void *pointer, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return 1;
    size_t next = *room + *room / 2 + 16;
    if (next < wanted)
        next = wanted;
    if (next > SIZE_MAX / 2 / size)
        return 0;
    void *old, *grown;
    memcpy(&old, pointer, sizeof old);
    grown = realloc(old, next * size);
    if (!grown)
        return 0;
    memcpy(pointer, &grown, sizeof grown);
    *room = next;
    return 1;
}

void kt_text_clear(struct kt_text *text)
{
    if (text->folded_room > KEPT || text->room > KEPT / sizeof *text->words)
        kt_text_free(text); /* a giant came by */
    text->folded_size = text->count = text->unknown_count = 0;
}

void kt_text_free(struct kt_text *text)
{
    free(text->folded);
    free(text->words);
    free(text->places);
    free(text->unknown);
    memset(text, 0, sizeof *text);
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

struct reader {
    struct kt_text *text;
    const unsigned char *start, *end;
    int with_places;
    int status;
};

static int add_word(struct reader *reader, uint64_t key, size_t at, size_t start, size_t end)
{
    struct kt_text *text = reader->text;
    if (text->count == text->room && !kt_grow(&text->words, &text->room, text->count + 1, sizeof *text->words))
        return 0;
    if (reader->with_places) {
        if (!kt_grow(&text->places, &text->places_room, text->count + 1, sizeof *text->places))
            return 0;
        text->places[text->count] = (struct kt_place){(uint32_t)start, (uint32_t)end};
    }
    text->words[text->count++] = (struct kt_word){key, (uint32_t)at, (uint32_t)(text->folded_size - at)};
    text->folded[text->folded_size++] = ' ';
    return 1;
}

/* Room for what is left of the text and `extra` bytes more, and for loads and stores of 8 bytes at its end. */
static int reserve(struct reader *reader, const unsigned char *from, size_t extra)
{
    struct kt_text *text = reader->text;
    size_t wanted = text->folded_size + 2 * (size_t)(reader->end - from) + extra + 16;
    if (wanted > UINT32_MAX - 64)
        return 0;
    return kt_grow(&text->folded, &text->folded_room, wanted, 1);
}

static uint32_t decode(const unsigned char *from, const unsigned char *end, unsigned *length)
{
    unsigned wanted = *from >= 0xF0 ? 4 : *from >= 0xE0 ? 3 : 2;
    if (wanted > (size_t)(end - from) || *from < 0xC0) {
        *length = 1; /* not UTF-8, which Python never sends */
        return 0xFFFD;
    }
    uint32_t code = wanted == 4 ? *from & 0x07 : wanted == 3 ? *from & 0x0F : *from & 0x1F;
    for (unsigned at = 1; at < wanted; at++)
        code = code << 6 | (from[at] & 0x3F);
    *length = wanted;
    return code < 0x110000 ? code : 0xFFFD;
}

static int note_unknown(struct reader *reader, uint32_t code)
{
    struct kt_text *text = reader->text;
    reader->status = KT_UNKNOWN;
    if (text->unknown_count && text->unknown[text->unknown_count - 1] == code)
        return 1;
    if (text->unknown_count >= 4096)
        return 1; /* enough for one answer; the others come up when the text is read again */
    if (!kt_grow(&text->unknown, &text->unknown_room, text->unknown_count + 1, sizeof *text->unknown))
        return 0;
    text->unknown[text->unknown_count++] = code;
    return 1;
}

static inline int is_alnum(unsigned char byte)
{
    unsigned char lower = byte | 0x20;
    return (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
}

/* A word being put together code point by code point. */
struct pending {
    size_t at, start, after; /* in `folded`; in the text: of its first code point, and after its last */
    int open;
};

static int put(struct reader *reader, struct pending *word, unsigned char byte, size_t origin, size_t after)
{
    struct kt_text *text = reader->text;
    if (byte == ' ') {
        if (!word->open)
            return 1;
        word->open = 0;
        memset(text->folded + text->folded_size, 0, 8);
        uint64_t key = kt_key(text->folded + word->at, text->folded_size - word->at);
        /* Marks that folding dropped belong to the word they follow. */
        return add_word(reader, key, word->at, word->start, origin > word->after ? origin : word->after);
    }
    if (!word->open)
        *word = (struct pending){text->folded_size, origin, after, 1};
    word->after = after;
    text->folded[text->folded_size++] = byte;
    return 1;
}

/* Reads from `from` until a word has ended (or none began) and ASCII follows. Returns where, NULL without memory. */
static const unsigned char *read_slowly(struct reader *reader, const unsigned char *from)
{
    struct pending word = {0, 0, 0, 0};
    const unsigned char *begun = from;
    while (from < reader->end) {
        size_t origin = (size_t)(from - reader->start);
        unsigned length = 1;
        if (*from < 0x80) {
            if (!word.open && from != begun)
                return from;
            unsigned char byte = *from;
            int letter = is_alnum(byte);
            if (!put(reader, &word, letter ? (byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte) : ' ', origin, origin + 1))
                return NULL;
            from++;
            if (!letter)
                return from;
            continue;
        }
        uint32_t code = decode(from, reader->end, &length);
        const struct folded *folded = folded_of(code);
        from += length;
        if (!folded) {
            if (!note_unknown(reader, code) || !put(reader, &word, ' ', origin, origin + length))
                return NULL;
            continue;
        }
        if (folded->length > length && !reserve(reader, from, 2 * (size_t)folded->length))
            return NULL;
        for (uint32_t at = 0; at < folded->length; at++)
            if (!put(reader, &word, folded->bytes[at], origin, origin + length))
                return NULL;
    }
    size_t origin = (size_t)(from - reader->start);
    return put(reader, &word, ' ', origin, origin) ? from : NULL;
}

/* A high bit for each of the eight bytes that is an ASCII letter or digit; `*lower` has the letters small. */
static inline uint64_t alnum_bits(uint64_t block, uint64_t *lower)
{
    uint64_t low = block & ~HIGH, small = low | ALL(0x20);
    uint64_t letter = (small + ALL(0x80 - 'a')) & ~(small + ALL(0x80 - 'z' - 1));
    uint64_t digit = (low + ALL(0x80 - '0')) & ~(low + ALL(0x80 - '9' - 1));
    uint64_t ascii = ~block & HIGH;
    *lower = block | ((letter & ascii) >> 2);
    return (letter | digit) & ascii;
}

/* How many bytes come before the first one with its high bit set; 8 for none. */
static inline unsigned bytes_before(uint64_t bits)
{
    if (!bits)
        return 8;
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (unsigned)__builtin_clzll(bits) / 8;
#else
    return (unsigned)__builtin_ctzll(bits) / 8;
#endif
}

static inline uint64_t load(const unsigned char *from, const unsigned char *end)
{
    if (end - from >= 8)
        return kt_load(from);
    uint64_t block = 0; /* what lies behind the end is no letter */
    memcpy(&block, from, (size_t)(end - from));
    return block;
}

int kt_text_read(struct kt_text *text, const unsigned char *utf8, size_t size, int with_places)
{
    if (size > KT_MAX_TEXT)
        return KT_TOO_LONG;
    struct reader reader = {text, utf8, utf8 + size, with_places, KT_OK};
    const unsigned char *from = utf8, *end = reader.end;
    if (!reserve(&reader, from, 0))
        return KT_MEMORY;
    while (from < end) {
        uint64_t lower, block = load(from, end);
        uint64_t bits = alnum_bits(block, &lower);
        unsigned skip = bytes_before(bits | (block & HIGH));
        if (skip) {
            from += skip;
            continue;
        }
        size_t at = text->folded_size;
        const unsigned char *start = from;
        uint64_t state = kt_seed;
        unsigned length = bytes_before(~bits & HIGH);
        while (length == 8) { /* the word goes on behind this block, or ends with it */
            memcpy(text->folded + text->folded_size, &lower, 8);
            text->folded_size += 8;
            from += 8;
            block = load(from, end);
            bits = alnum_bits(block, &lower);
            length = bytes_before(~bits & HIGH);
            if (length)
                state = kt_mix(state, kt_load(text->folded + text->folded_size - 8));
        }
        memcpy(text->folded + text->folded_size, &lower, 8);
        if (from + length < end && from[length] >= 0x80) { /* no ASCII: again from the word's start, with care */
            text->folded_size = at;
            from = read_slowly(&reader, start);
            if (!from)
                return KT_MEMORY;
            continue;
        }
        from += length;
        text->folded_size += length;
        uint64_t last = length ? kt_head(lower, length) : kt_load(text->folded + text->folded_size - 8);
        if (!add_word(&reader, kt_mix(state, last), at, (size_t)(start - utf8), (size_t)(from - utf8)))
            return KT_MEMORY;
    }
    return reader.status;
}

void kt_count_code_points(struct kt_text *text, const unsigned char *utf8)
{
    size_t byte = 0, points = 0;
    for (size_t at = 0; at < text->count; at++) {
        struct kt_place *place = &text->places[at];
        for (; byte < place->start; byte++)
            points += (utf8[byte] & 0xC0) != 0x80;
        size_t end = points; /* two words may share a place: go on from the start of this one */
        for (size_t more = byte; more < place->end; more++)
            end += (utf8[more] & 0xC0) != 0x80;
        *place = (struct kt_place){(uint32_t)points, (uint32_t)end};
    }
}

/* --- words for Python -------------------------------------------------------------------------------------------- */

KT_API struct kt_text *kt_text_new(void)
{
    return calloc(1, sizeof(struct kt_text));
}

KT_API void kt_text_delete(struct kt_text *text)
{
    if (text)
        kt_text_free(text);
    free(text);
}

/* Reads a text. Returns how many words it has: they stand in `folded`, a space after each, and their places, start and
 * end in code points, in `places`. */
KT_API int64_t kt_text_words(struct kt_text *text, const unsigned char *utf8, size_t size,
                             const unsigned char **folded, size_t *folded_size, const uint32_t **places)
{
    kt_text_clear(text);
    int status = kt_text_read(text, utf8, size, 1);
    if (status != KT_OK)
        return status;
    kt_count_code_points(text, utf8);
    *folded = text->folded;
    *folded_size = text->folded_size;
    *places = (const uint32_t *)text->places;
    return (int64_t)text->count;
}

/* The code points that the last KT_UNKNOWN was about. */
KT_API const uint32_t *kt_text_unknown(const struct kt_text *text, size_t *count)
{
    *count = text->unknown_count;
    return text->unknown;
}
