using MeetingCloud.Api.Data.Postgres;
using MeetingCloud.Api.Data.Schema;
using MeetingCloud.Api.Data.Sqlite;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MeetingCloud.Api.Data;

internal static class DatabaseExtensions
{
    private const string PoolSizeVariable = "DATABASE_POOL_SIZE";

    // Four instances, as a rolling update of three has them, stay below the 100 connections that a PostgreSQL server takes by default.
    private const int DefaultPoolSize = 20;
    private const int MaxPoolSize = 1000;

    /// <summary>The database that <c>DATABASE_URL</c> names. What is registered after it finds the schema in place when it starts.</summary>
    public static void AddMeetingDb(this IServiceCollection services, SettingsReader settings)
    {
        var poolSize = settings.Integer(PoolSizeVariable, DefaultPoolSize, min: 2, MaxPoolSize);
        if (!DatabaseUrl.TryParse(settings.Text(DatabaseUrl.Variable, DatabaseUrl.Default), out var target, out var error))
        {
            settings.Error(DatabaseUrl.Variable, error);
            // Nothing starts with it, but the parts can be put together, so that the other settings are looked at too.
            target = new DatabaseTarget(DatabaseKind.Sqlite, "");
        }

        services.AddMeetingDb(target.Kind == DatabaseKind.Postgres ? target.WithPoolSize(poolSize) : target);
        services.AddHostedService<DatabaseMigration>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
    }

    /// <summary>Contexts of a database, the gate for its writers, and what brings it up to date.</summary>
    public static void AddMeetingDb(this IServiceCollection services, DatabaseTarget target)
    {
        services.AddSingleton(target);
        services.AddSingleton<WriteGate>();
        services.AddSingleton<DatabaseProbe>();
        services.AddSingleton<SchemaUpgrade>();
        if (target.Kind == DatabaseKind.Postgres)
        {
            services.AddContexts<PostgresMeetingDb>(target);
            services.AddSingleton<ISchemaGuard, PostgresSchemaGuard>();
        }
        else
        {
            services.AddContexts<SqliteMeetingDb>(target);
            services.AddSingleton<ISchemaGuard, SqliteSchemaGuard>();
        }
    }

    public static DbContextOptionsBuilder<T> UseMeetingDb<T>(this DbContextOptionsBuilder<T> options, DatabaseTarget target)
        where T : MeetingDb
    {
        UseMeetingDb((DbContextOptionsBuilder)options, target);
        return options;
    }

    private static void UseMeetingDb(this DbContextOptionsBuilder options, DatabaseTarget target) => _ = target.Kind switch
    {
        // The driver's own strategy wraps what is transient in an InvalidOperationException, where nobody looks for it.
        DatabaseKind.Postgres => options.UseNpgsql(
            target.ConnectionString, postgres => postgres.ExecutionStrategy(dependencies => new NonRetryingExecutionStrategy(dependencies))),
        _ => options.UseSqlite(target.ConnectionString),
    };

    private static void AddContexts<T>(this IServiceCollection services, DatabaseTarget target)
        where T : MeetingDb
    {
        services.AddPooledDbContextFactory<T>(options => options.UseMeetingDb(target));
        services.AddSingleton<IDbContextFactory<MeetingDb>, MeetingDbFactory<T>>();
    }
}
