using HighTraffic.Api.Caching;
using HighTraffic.Api.Http;
using HighTraffic.Api.Problems;
using HighTraffic.Api.Validation;
using HighTraffic.Core.Caching;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace HighTraffic.Api.Products;

/// <summary>
/// The writes to the catalogue. Each evicts what it made stale before it responds, and also if it fails: the commit may have succeeded although
/// its confirmation was lost.
/// </summary>
internal static class ProductWrites
{
    private const string IfMatch = "If-Match";
    private const string IfNoneMatch = "If-None-Match";

    public static async Task<Results<CreatedAtRoute<ProductItem>, ProblemHttpResult>> CreateAsync(
        ProductInput input,
        AppDbContext database,
        Evictions evictions,
        TimeProvider time,
        IOptions<JsonOptions> json,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        var product = input.ToProduct(time.GetUtcNow());
        database.Products.Add(product);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (exception.Violates(ProductLimits.SkuIndex))
        {
            return SkuIsTaken();
        }
        finally
        {
            // A "not found" response for this id may be cached.
            await evictions.EvictAsync(CacheTags.Product(product.Id), CacheTags.Products, CacheTags.Categories);
        }

        var item = ProductItem.From(product);
        response.Headers.ETag = RowTag.ToTag(product.Version, item, json.Value.SerializerOptions);
        return TypedResults.CreatedAtRoute(item, ProductEndpoints.GetRoute, new { id = product.Id });
    }

    public static async Task<Results<Ok<ProductItem>, NotFound, ProblemHttpResult>> ReplaceAsync(
        long id,
        ProductInput input,
        [FromHeader(Name = IfMatch), EntityTagList] string? ifMatch,
        [FromHeader(Name = IfNoneMatch), EntityTagList] string? ifNoneMatch,
        AppDbContext database,
        Evictions evictions,
        TimeProvider time,
        IOptions<JsonOptions> json,
        HttpResponse response,
        CancellationToken cancellationToken)
    {
        if (!ProductConditions.TryParse(ifMatch, ifNoneMatch, out var conditions))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);
        }

        while (await database.Products.SingleOrDefaultAsync(product => product.Id == id, cancellationToken) is { } product)
        {
            if (!conditions.Allow(product.Version))
            {
                return PreconditionFailed();
            }

            input.ApplyTo(product, time.GetUtcNow());
            try
            {
                await database.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another write came first. Check the new version: without a condition the last write wins.
                database.ChangeTracker.Clear();
                continue;
            }
            catch (DbUpdateException exception) when (exception.Violates(ProductLimits.SkuIndex))
            {
                return SkuIsTaken();
            }
            finally
            {
                await evictions.EvictAsync(CacheTags.Product(id), CacheTags.Products, CacheTags.Categories);
            }

            var item = ProductItem.From(product);
            response.Headers.ETag = RowTag.ToTag(product.Version, item, json.Value.SerializerOptions);
            return TypedResults.Ok(item);
        }

        return TypedResults.NotFound();
    }

    public static async Task<Results<NoContent, NotFound, ProblemHttpResult>> DeleteAsync(
        long id,
        [FromHeader(Name = IfMatch), EntityTagList] string? ifMatch,
        [FromHeader(Name = IfNoneMatch), EntityTagList] string? ifNoneMatch,
        AppDbContext database,
        Evictions evictions,
        CancellationToken cancellationToken)
    {
        if (!ProductConditions.TryParse(ifMatch, ifNoneMatch, out var conditions))
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest);
        }

        var product = database.Products.Where(product => product.Id == id);
        try
        {
            if (await conditions.Apply(product).ExecuteDeleteAsync(cancellationToken) > 0)
            {
                return TypedResults.NoContent();
            }
        }
        finally
        {
            await evictions.EvictAsync(CacheTags.Product(id), CacheTags.Products, CacheTags.Categories);
        }

        return !conditions.AreNone && await product.AnyAsync(cancellationToken) ? PreconditionFailed() : TypedResults.NotFound();
    }

    private static ProblemHttpResult PreconditionFailed() => TypedResults.Problem(statusCode: StatusCodes.Status412PreconditionFailed);

    private static ProblemHttpResult SkuIsTaken() =>
        TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, detail: "Another product already has this SKU.");
}
