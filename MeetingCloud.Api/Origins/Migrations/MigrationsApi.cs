using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Mvc;

namespace MeetingCloud.Api.Origins.Migrations;

internal static class MigrationsApi
{
    public static void MapMigrations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.WebdavMigrations).WithTags("Origin pool").RequireAdminKey();
        group.MapPost("/", CreateAsync)
            .WithSummary("Bring every file to its places in the pool, or only say what that costs")
            .Produces<Migration>()
            .Produces<Migration>(StatusCodes.Status202Accepted);
        group.MapGet("/", ListAsync).WithSummary("List migrations, newest first").Produces<MigrationList>();
        group.MapGet("/{id}", GetAsync).WithSummary("A migration's plan, progress and report").Produces<Migration>();
        group.MapPost("/{id}/cancel", CancelAsync)
            .WithSummary("End a migration; what it has moved stays moved").Produces<Migration>(StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> CreateAsync(
        JsonBody<MigrationRequest> body,
        [FromServices] MigrationStore? migrations,
        [FromServices] MigrationRunner? runner,
        CancellationToken cancellationToken)
    {
        var store = migrations ?? throw OriginsApi.NoPool();
        if (body.Value.DryRun)
        {
            return TypedResults.Ok(await store.DryRunAsync(body.Value, cancellationToken));
        }

        var migration = await store.CreateAsync(body.Value, cancellationToken);
        runner!.Wake();
        return TypedResults.Accepted($"{Routes.WebdavMigrations}/{migration.Id}", migration);
    }

    private static async Task<IResult> ListAsync([FromServices] MigrationStore? migrations, CancellationToken cancellationToken) =>
        TypedResults.Ok(migrations is null ? new MigrationList([]) : await migrations.ListAsync(cancellationToken));

    private static async Task<IResult> GetAsync(string id, [FromServices] MigrationStore? migrations, CancellationToken cancellationToken) =>
        TypedResults.Ok(await (migrations ?? throw OriginsApi.NoPool()).GetAsync(id, cancellationToken));

    private static async Task<IResult> CancelAsync(
        string id,
        [FromServices] MigrationStore? migrations,
        [FromServices] MigrationRunner? runner,
        CancellationToken cancellationToken)
    {
        var migration = await (migrations ?? throw OriginsApi.NoPool()).CancelAsync(id, cancellationToken);
        runner!.Wake();
        return TypedResults.Accepted($"{Routes.WebdavMigrations}/{id}", migration);
    }
}
