using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>The files that the pages use. Their addresses hold a hash, so that browsers may keep them for good.</summary>
public static class PageFiles
{
    private const string Folder = "Assets/";
    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>The address of a file.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>The address.</returns>
    public static string Url(string name) => $"/assets/{All[name].Hash}/{name}";

    internal static Results<FileContentHttpResult, NotFound> Get(string name, HttpResponse response)
    {
        if (!All.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Content, asset.Type);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal) && TypeOf(name) is not null)
            .ToFrozenDictionary(name => name[Folder.Length..], name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var content = new byte[stream.Length];
                stream.ReadExactly(content);
                return new Asset(content, TypeOf(name)!, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
            });
    }

    private static string? TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };

    private sealed record Asset(byte[] Content, string Type, string Hash);
}
