using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>
/// A response in either level of the cache. It is computed once and compressed once for each coding that clients ask for. It holds all codings,
/// so clients that accept different ones share one computation.
/// </summary>
/// <param name="tag">The entity tag of the uncompressed body.</param>
/// <param name="createdAt">When its computation began.</param>
/// <param name="versions">The versions of its cache tags before its computation began.</param>
/// <param name="plain">The uncompressed body.</param>
internal sealed class CachedResponse(string tag, DateTimeOffset createdAt, RedisValue[] versions, ReadOnlyMemory<byte> plain)
{
    // Marks "not found". A real tag is never empty: it has two quotation marks at least.
    private const string NoTag = "";

    private readonly EncodedBody _plain = new(ContentCoding.Identity, plain, tag);
    private EncodedBody? _gzip;
    private EncodedBody? _brotli;

    /// <summary>The response "not found".</summary>
    public static CachedResponse NotFound(DateTimeOffset createdAt, RedisValue[] versions) => new(NoTag, createdAt, versions, ReadOnlyMemory<byte>.Empty);

    /// <summary>The entity tag of the uncompressed body.</summary>
    public string Tag => tag;

    /// <summary>Whether this is the response "not found".</summary>
    public bool IsNotFound => tag.Length == 0;

    /// <summary>When its computation began.</summary>
    public DateTimeOffset CreatedAt => createdAt;

    /// <summary>The versions of its cache tags before its computation began.</summary>
    public RedisValue[] TagVersions => versions;

    /// <summary>The bodies encoded so far, the uncompressed one first.</summary>
    public IEnumerable<EncodedBody> Bodies => new[] { _plain, _gzip, _brotli }.OfType<EncodedBody>().Distinct();

    /// <summary>The approximate size in memory, in bytes.</summary>
    public long Size => Bodies.Sum(body => (long)body.Bytes.Length);

    /// <summary>Whether the body for a coding has been encoded.</summary>
    public bool Has(ContentCoding coding) => !coding.IsWorthwhile(plain.Length) || Slot(coding) is not null;

    /// <summary>The body for a coding. It is compressed on first use, unless it is too small to be worth it.</summary>
    public EncodedBody In(ContentCoding coding)
    {
        if (coding == ContentCoding.Identity)
        {
            return _plain;
        }

        var body = Kept(coding);
        return coding.IsImperative && body.Coding == ContentCoding.Identity ? Encode(coding) : body;
    }

    /// <summary>Adds a body that was read from Redis.</summary>
    public void Add(ContentCoding coding, ReadOnlyMemory<byte> body) => Slot(coding) = new EncodedBody(coding, body, tag);

    private EncodedBody Kept(ContentCoding coding)
    {
        ref var slot = ref Slot(coding);
        if (Volatile.Read(ref slot) is { } made)
        {
            return made;
        }

        var body = Encode(coding with { IsImperative = false });
        return Interlocked.CompareExchange(ref slot, body, null) ?? body;
    }

    private EncodedBody Encode(ContentCoding coding)
    {
        var encoded = coding.Encode(plain);
        return encoded.Coding == ContentCoding.Identity ? _plain : new EncodedBody(encoded.Coding, encoded.Body, tag);
    }

    private ref EncodedBody? Slot(ContentCoding coding)
    {
        if (coding.Name == ContentCoding.Brotli.Name)
        {
            return ref _brotli;
        }

        return ref _gzip;
    }
}
