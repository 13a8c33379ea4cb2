/* Text into folded words: what text/fold.py does, in one pass over UTF-8. */
#ifndef KT_WORDS_H
#define KT_WORDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(_WIN32)
#define KT_API __declspec(dllexport)
#else
#define KT_API __attribute__((visibility("default")))
#endif

#define KT_NONE UINT32_MAX

/* What the kernel's functions answer when they cannot do their work. */
enum { KT_OK = 0, KT_UNKNOWN = -1, KT_MEMORY = -2, KT_TOO_LONG = -3, KT_BUSY = -4, KT_REFUSED = -5 };

/* Longer texts (in bytes) are refused: every offset then fits in 32 bits, whatever folding makes of it. */
#define KT_MAX_TEXT ((size_t)1 << 29)

struct kt_word {
    uint64_t key;    /* hash of the folded word; equal for equal words, different for different ones of <= 8 bytes */
    uint32_t at;     /* where it stands in `folded` */
    uint32_t length; /* in bytes */
};

struct kt_place {
    uint32_t start, end; /* bytes of the text that was read */
};

/* A text that was read. Its memory is kept for the next one. All zero is an empty text. */
struct kt_text {
    unsigned char *folded; /* the words, one space after each, with room to load 8 bytes from any of them */
    size_t folded_size, folded_room;
    struct kt_word *words;
    size_t count, room;
    struct kt_place *places; /* of the same length as `words`, when they were asked for */
    size_t places_room;
    uint32_t *unknown; /* code points that nobody has taught `kt_learn` yet */
    size_t unknown_count, unknown_room;
};

/* Appends the words of a text. KT_UNKNOWN: teach the code points in `unknown`, then read again from the start. */
int kt_text_read(struct kt_text *text, const unsigned char *utf8, size_t size, int with_places);
void kt_text_clear(struct kt_text *text);
void kt_text_free(struct kt_text *text);

/* Turns the places of a text that was read from bytes into code points. */
void kt_count_code_points(struct kt_text *text, const unsigned char *utf8);

/* Makes room for `wanted` items of `size` bytes; 0 when there is no memory, and then nothing has changed. */
int kt_grow(void *pointer, size_t *room, size_t wanted, size_t size);

extern uint64_t kt_seed;

/* One 8-byte block into a hash. A bijection of the block, so words of one block never share a key. */
static inline uint64_t kt_mix(uint64_t state, uint64_t block)
{
    uint64_t mixed = (state ^ block) * UINT64_C(0x9E3779B97F4A7C15);
    return mixed ^ (mixed >> 32);
}

/* The first `length` (1-8) bytes of a loaded block; the others become zero, which no word holds. */
static inline uint64_t kt_head(uint64_t block, unsigned length)
{
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return block & (UINT64_MAX << (64 - 8 * length));
#else
    return block & (UINT64_MAX >> (64 - 8 * length));
#endif
}

static inline uint64_t kt_load(const unsigned char *from)
{
    uint64_t block;
    memcpy(&block, from, 8);
    return block;
}

/* The key of `length` > 0 bytes, from each of which 8 bytes may be loaded. */
static inline uint64_t kt_key(const unsigned char *from, size_t length)
{
    uint64_t state = kt_seed;
    for (; length > 8; from += 8, length -= 8)
        state = kt_mix(state, kt_load(from));
    return kt_mix(state, kt_head(kt_load(from), (unsigned)length));
}

#endif
