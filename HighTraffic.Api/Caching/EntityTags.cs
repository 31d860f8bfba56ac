using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>Strong entity tags (RFC 9110, 8.8.3) of responses.</summary>
internal static class EntityTags
{
    private const int Bytes = 12;

    /// <summary>Computes the tag of a body.</summary>
    public static string For(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return $"\"{Base64Url.EncodeToString(hash[..Bytes])}\"";
    }

    /// <summary>Appends the coding to a tag, because a strong tag identifies one exact sequence of bytes.</summary>
    public static string InCoding(string tag, ContentCoding coding) =>
        coding == ContentCoding.Identity ? tag : $"{tag[..^1]}-{coding.Name}\"";

    /// <summary>Whether <c>If-None-Match</c> names the tag (RFC 9110, 13.1.2).</summary>
    public static bool Match(StringValues ifNoneMatch, StringValues tag)
    {
        // Fast path: nearly all clients send no tag, or the one tag that they received.
        if (ifNoneMatch.Count == 0 || tag.Count == 0)
        {
            return false;
        }

        return (ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], tag[0], StringComparison.Ordinal)) || Names(ifNoneMatch, tag, strongly: false);
    }

    /// <summary>Whether <c>If-Match</c> names the tag (RFC 9110, 13.1.1).</summary>
    public static bool MatchStrongly(StringValues ifMatch, StringValues tag) => Names(ifMatch, tag, strongly: true);

    private static bool Names(StringValues header, StringValues tag, bool strongly)
    {
        if (!EntityTagHeaderValue.TryParseList(header, out var candidates) || !EntityTagHeaderValue.TryParse(tag.ToString(), out var current))
        {
            return false;
        }

        foreach (var candidate in candidates)
        {
            if (candidate == EntityTagHeaderValue.Any || current.Compare(candidate, strongly))
            {
                return true;
            }
        }

        return false;
    }
}
