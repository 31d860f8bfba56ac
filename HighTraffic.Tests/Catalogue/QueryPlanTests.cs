using HighTraffic.Api.Products;
using HighTraffic.Data.Products;
using HighTraffic.Tests.App;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tests.Catalogue;

/// <summary>Checks the query plans of the list's queries, as EF Core sends them.</summary>
[Collection(SharedApp.Name)]
public sealed class QueryPlanTests(LargeCatalogue catalogue) : IClassFixture<LargeCatalogue>
{
    private const string PrimaryKey = "PK_products";
    private const string CategoryIndex = "ix_products_category_id";
    private const int Size = 50;
    private const long LastPage = LargeCatalogue.Products - Size;

    [Fact]
    public async Task The_last_page_costs_what_the_first_one_costs()
    {
        var first = await ExplainAsync();
        var last = await ExplainAsync(after: LastPage);
        AssertReadsOnly(first, PrimaryKey, "(id > ");
        AssertReadsOnly(last, PrimaryKey, "(id > ");
        Assert.InRange(last.Blocks, 1, 2 * first.Blocks);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LargeCatalogue.Products - (LargeCatalogue.Categories * Size))]
    public async Task A_page_of_a_category_is_read_by_its_index(long after)
    {
        var plan = await ExplainAsync(category: "Category 7", after: after);
        AssertReadsOnly(plan, CategoryIndex, "(id > ");
        // At most the root, an inner block, a leaf or two, and a block for each product.
        Assert.InRange(plan.Blocks, 1, Size + 10);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Category 17")]
    public async Task A_rare_text_is_found_by_the_search_index(string? category)
    {
        var plan = await ExplainAsync(category, LargeCatalogue.RareText);
        Assert.False(plan.HasSequentialScan, plan.ToString());
        Assert.Contains(ProductLimits.SearchIndex, plan.Indexes);
        Assert.DoesNotContain(PrimaryKey, plan.Indexes);
        Assert.Equal(1, plan.Nodes[0].GetProperty("Actual Rows").GetDouble());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(LastPage)]
    public async Task A_common_text_is_found_in_the_order_of_ids(long after) =>
        AssertReadsOnly(await ExplainAsync(text: LargeCatalogue.CommonText, after: after), PrimaryKey, "(id > ");

    // The example in docs/your-own-domain.md of a list in the order of two columns.
    [Fact]
    public async Task A_page_in_the_order_of_two_columns_is_read_by_their_index()
    {
        var sent = new SentCommands();
        await using var database = catalogue.CreateContext(options => options.AddInterceptors(sent));
        var (category, id) = ("Category 9", LastPage);
        await database.Products
            .Where(product => EF.Functions.GreaterThan(ValueTuple.Create(product.Category, product.Id), ValueTuple.Create(category, id)))
            .OrderBy(product => product.Category).ThenBy(product => product.Id)
            .Select(ProductItem.FromRow).Take(Size + 1).ToListAsync();
        AssertReadsOnly(await QueryPlan.OfAsync(sent.Single, catalogue.ConnectionString), CategoryIndex, "(ROW(");
    }

    // Npgsql prepares frequent statements, and PostgreSQL may then use one plan for all parameters.
    [Theory]
    [InlineData(null, PrimaryKey)]
    [InlineData("Category 7", CategoryIndex)]
    public async Task A_prepared_statement_is_planned_as_well(string? category, string index)
    {
        var command = await SentAsync(category, text: null, after: 5_000);
        AssertReadsOnly(await QueryPlan.GenericOfAsync(command, catalogue.ConnectionString), index, "(id > ");
    }

    [Fact]
    public async Task Each_text_is_a_statement_of_its_own()
    {
        var kettle = await SentAsync(category: null, "kettle", after: 0);
        var kettles = await SentAsync(category: null, "kettles", after: 0);
        Assert.NotEqual(kettle.CommandText, kettles.CommandText);
    }

    // The plan uses an index with a condition, and reads only the rows of a page and the one after it.
    private static void AssertReadsOnly(QueryPlan plan, string index, string condition)
    {
        Assert.Equal([index], plan.Indexes);
        Assert.False(plan.HasSequentialScan, plan.ToString());
        var scan = plan.Scan(index);
        Assert.Contains(condition, scan.GetProperty("Index Cond").GetString(), StringComparison.Ordinal);
        Assert.InRange(scan.GetProperty("Actual Rows").GetDouble(), 1, Size + 1);
        Assert.Equal(0, scan.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0);
    }

    private async Task<QueryPlan> ExplainAsync(string? category = null, string? text = null, long after = 0) =>
        await QueryPlan.OfAsync(await SentAsync(category, text, after), catalogue.ConnectionString);

    private async Task<Npgsql.NpgsqlCommand> SentAsync(string? category, string? text, long after)
    {
        var sent = new SentCommands();
        await using var database = catalogue.CreateContext(options => options.AddInterceptors(sent));
        await ProductQueries.PageAsync(database, new ProductPageQuery(category, text, Size, after), CancellationToken.None);
        return sent.Single;
    }
}
